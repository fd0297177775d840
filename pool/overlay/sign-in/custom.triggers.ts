/** One entry of `request.session` in the custom authentication triggers. */
export interface CustomResult {
  readonly challengeName: 'SRP_A' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE';
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

/** The event of the three custom authentication triggers. */
export interface CustomEvent {
  version: string;
  triggerSource: string;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: Record<string, unknown> & { userAttributes: Record<string, string>; userNotFound: boolean };
  response: Record<string, unknown>;
}

/** Takes the event and returns it with `response` filled in. */
export type CustomTrigger = (event: CustomEvent) => Promise<unknown>;

/** The three functions of CUSTOM_AUTH, with the events and responses of AWS. */
export interface CustomAuth {
  /** Returns `challengeName`, `issueTokens` and `failAuthentication`. */
  readonly define: CustomTrigger;
  /** Returns `publicChallengeParameters`, `privateChallengeParameters` and `challengeMetadata`. */
  readonly create: CustomTrigger;
  /** Returns `answerCorrect`. */
  readonly verify: CustomTrigger;
}
