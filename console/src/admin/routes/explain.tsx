import { useEffect, useState } from 'preact/hooks';
import { t } from '../../messages/messages';
import { go, route } from '../../page/route';
import { Field } from '../../ui/field';
import { Form } from '../../ui/form';
import { Section } from '../../ui/section';
import { Select } from '../../ui/select';
import { useLoad } from '../../ui/use-load';
import { askedIn, explain, hrefOfAsked, METHODS, type Asked } from './explain-call';
import { Explanation } from './explanation';

/** Explains whether and why a caller may call a route. The question is kept in the URL. */
export function Explain() {
  const asked = askedIn(route.value.query);
  const [typed, setTyped] = useState(asked);
  // Choosing a route in the table keeps the caller that was typed.
  useEffect(() => setTyped((before) => ({ ...before, ...given(asked) })), Object.values(asked));
  const answer = useLoad((signal) => explain(asked, signal), Object.values(asked));
  const put = (name: keyof Asked) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  const ask = () => {
    const href = hrefOfAsked(typed);
    if (href === location.hash) answer.reload();
    else go(href, { replace: true });
  };
  return (
    <Section id="explain" title={t('explain.title')} text={t('explain.text')}>
      <Form
        act={{ busy: answer.isLoading, problem: answer.problem }}
        onSend={ask}
        submit={t('explain.submit')}
      >
        <div class="columns">
          <Select
            label={t('explain.caller')}
            value={typed.kind}
            options={[
              ['', t('explain.pool')],
              ['user', t('explain.user')],
              ['client', t('explain.client')],
            ]}
            onValue={put('kind')}
          />
          <Caller typed={typed} put={put} />
          <Select
            label={t('routes.method')}
            value={typed.method}
            options={METHODS.map((method) => [method, method])}
            onValue={put('method')}
          />
          <Field
            label={t('explain.path')}
            required
            placeholder="/users/bob"
            autocomplete="off"
            spellcheck={false}
            pattern="/.*"
            value={typed.path}
            onValue={put('path')}
            path="path"
          />
        </div>
      </Form>
      <div role="status">{answer.data && !answer.problem && <Explanation of={answer.data} />}</div>
    </Section>
  );
}

const given = (asked: Asked): Partial<Asked> =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));

interface CallerProps {
  readonly typed: Asked;
  readonly put: (name: keyof Asked) => (value: string) => void;
}

function Caller({ typed, put }: CallerProps) {
  const words = (name: 'groups' | 'scopes') => (
    <Field
      label={t(`explain.${name}`)}
      hint={t('explain.separated')}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      value={typed[name]}
      onValue={put(name)}
      path={`as.${name}`}
    />
  );
  if (typed.kind === 'client') return words('scopes');
  if (typed.kind === 'user') {
    return (
      <>
        {words('groups')}
        {words('scopes')}
      </>
    );
  }
  return (
    <Field
      label={t('signIn.username')}
      required
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      value={typed.as}
      onValue={put('as')}
      path="as.username"
    />
  );
}
