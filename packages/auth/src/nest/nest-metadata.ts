/** The names under which Nest 12 keeps a route, which it exports without promising them. */
export { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
