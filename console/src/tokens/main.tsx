import { start } from '../page/start';
import { TokensPage } from './tokens-page';

void start(TokensPage);
