import { start } from '../page/start';
import { ConsolePage } from './console-page';

void start(ConsolePage);
