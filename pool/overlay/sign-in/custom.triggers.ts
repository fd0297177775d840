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

/** Gets the event and answers it with `response` filled in. */
export type CustomTrigger = (event: CustomEvent) => Promise<unknown>;

/** The three functions of CUSTOM_AUTH, with AWS's events and answers. */
export interface CustomAuth {
  /** Answers `challengeName`, `issueTokens`, `failAuthentication`. */
  readonly define: CustomTrigger;
  /** Answers `publicChallengeParameters`, `privateChallengeParameters`, `challengeMetadata`. */
  readonly create: CustomTrigger;
  /** Answers `answerCorrect`. */
  readonly verify: CustomTrigger;
}
