import { Module } from '@nestjs/common';
import { CognitoModule } from '../cognito/cognito.module';
import { ReportedRevocations } from './reported-revocations';
import { TokenRevoker } from './token-revoker';

/** Changes that revoke tokens. The application provides the revocations. */
@Module({
  imports: [CognitoModule],
  providers: [TokenRevoker, ReportedRevocations],
  exports: [TokenRevoker, ReportedRevocations],
})
export class RevocationModule {}
