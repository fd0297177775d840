export { JwtStrategy } from '../tokens/jwt.strategy.ts';
