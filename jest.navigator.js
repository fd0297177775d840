// Node 21 and later have a `navigator`. The SRP library that the tests sign in with takes it for a browser and calculates
// with functions of `Math`, each call of which is slow in Jest's context: sixteen times as slow as without it.
delete globalThis.navigator;
