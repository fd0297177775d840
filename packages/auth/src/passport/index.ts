export { JwtStrategy } from './jwt.strategy.ts';
