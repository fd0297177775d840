import { randomInt } from 'node:crypto';
import type { CustomAuth, CustomResult } from './overlay/sign-in/custom.triggers';

/**
 * CUSTOM_AUTH of the demo, after AWS's example: the password by SRP, then a sum. A sign-in without SRP
 * is refused, because solving a sum does not authenticate anybody.
 */
export const demoCustomAuth: CustomAuth = {
  define: async (event) => {
    const last = (event.request['session'] as readonly CustomResult[]).at(-1);
    return { ...event, response: decision(last) };
  },
  create: async (event) => {
    const [a, b] = [randomInt(1, 50), randomInt(1, 50)];
    return {
      ...event,
      response: {
        publicChallengeParameters: { question: `${a} + ${b}` },
        privateChallengeParameters: { answer: String(a + b) },
      },
    };
  },
  verify: async (event) => {
    const { privateChallengeParameters: known, challengeAnswer } = event.request;
    return {
      ...event,
      response: { answerCorrect: (known as { answer?: string }).answer === challengeAnswer },
    };
  },
};

function decision(last: CustomResult | undefined): Record<string, unknown> {
  if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' };
  if (last?.challengeName === 'PASSWORD_VERIFIER') return { challengeName: 'CUSTOM_CHALLENGE' };
  if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return { issueTokens: true };
  return { failAuthentication: true };
}
