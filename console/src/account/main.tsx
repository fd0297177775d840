import { start } from '../page/start';
import { AccountPage } from './account-page';

void start(AccountPage);
