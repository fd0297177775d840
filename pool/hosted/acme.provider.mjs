// The external identity provider "Acme": oidc-provider in a process of its own. It accepts any name and password, prints
// its address, and exits with its parent.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri = '', clientId = '', clientSecret = ''] = process.argv.slice(2);

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: [clientSecret] },
    // Skips the consent page: the client is the user pool of the same organisation.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@acme.example`, email_verified: true, name: `${id} of Acme` }),
    }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});

process.on('disconnect', () => process.exit(0));
