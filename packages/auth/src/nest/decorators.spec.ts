import 'reflect-metadata';
import { runInNewContext } from 'node:vm';
import type { Type } from '@nestjs/common';
import { acr, group, maxAge } from '../policies/policy.ts';
import { Acr, declaredOnClass, declaredOnMethod, Groups, MaxAge } from './decorators.ts';

describe('the policy decorators', () => {
  it('declare how fresh and how strong the sign-in must be', () => {
    class Payments {
      @MaxAge(300)
      @Acr('mfa', 'passkey')
      pay() {}
    }
    expect(declaredOnMethod(Payments.prototype, 'pay')).toEqual({
      policies: [maxAge(300), acr('mfa', 'passkey')],
      isPublic: false,
    });
  });

  it('read the policies of a class from another JavaScript realm', () => {
    const Foreign = runInNewContext('(class Foreign {})') as Type;
    Groups('admin')(Foreign);
    expect(declaredOnClass(Foreign)).toEqual({ policies: [group('admin')], isPublic: false });
  });
});
