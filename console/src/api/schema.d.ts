// Written by `npm run console:client` from the service's OpenAPI document. Not edited by hand.
export interface paths {
    "/.well-known/oauth-protected-resource": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getResourceMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["explainAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["respondToChallenge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgot-password/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/mfa/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startTotpSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/mfa/totp/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["verifyTotpSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-up/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-up/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resendSignUpCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroups"];
        put?: never;
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGroup"];
        put?: never;
        post?: never;
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        patch: operations["updateGroup"];
        trace?: never;
    };
    "/groups/{group}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUsersInGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        patch: operations["updateMe"];
        trace?: never;
    };
    "/me/attributes/{name}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sendMyVerificationCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/attributes/{name}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["verifyMyAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMyDevices"];
        put?: never;
        post: operations["confirmMyDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/devices/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMyDevice"];
        put: operations["rememberMyDevice"];
        post?: never;
        delete: operations["forgetMyDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMyMfa"];
        put: operations["setMyMfa"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/mfa/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["enrolMyTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/mfa/totp/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["verifyMyTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMyPasskeys"];
        put?: never;
        post: operations["addMyPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/passkeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteMyPasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["beginMyPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revokeSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revokeMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revokeTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getBrowserSession"];
        put?: never;
        post: operations["signInBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["finishBrowserSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["respondToBrowserChallenge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["requestBrowserForgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/forgot-password/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmBrowserForgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["beginBrowserSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["endBrowserSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signUpBrowserSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/sign-up/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmBrowserSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/sign-up/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resendBrowserSignUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explainSessionTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUsers"];
        put?: never;
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch: operations["updateUser"];
        trace?: never;
    };
    "/users/{username}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUserDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/devices/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["forgetUserDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["disableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["enableUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listGroupsOfUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["addUserToGroup"];
        post?: never;
        delete: operations["removeUserFromGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setUserMfa"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/mfa/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteUserTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setUserPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resetUserPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUserSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revokeUserSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["signOutUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["whoami"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whoami/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listOwnRoutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessExplanation: {
            allowed: boolean | ("depends" | "unknown");
            because: components["schemas"]["Explanation"];
            notes: string[];
            route: string;
        };
        AddMyPasskeyRequest: {
            credential: {
                id: string;
                rawId: string;
                response: {
                    attestationObject: string;
                    clientDataJSON: string;
                } & {
                    [key: string]: unknown;
                };
                /** @enum {string} */
                type: "public-key";
            } & {
                [key: string]: unknown;
            };
        };
        Alive: {
            /** @constant */
            status: "ok";
        };
        BegunSession: {
            email?: string;
            expiresAt: string;
            factors?: string[];
            groups: string[];
            name?: string;
            newDevice?: {
                groupKey: string;
                key: string;
            };
            scopes: string[];
            /** @constant */
            signedIn: true;
            startedAt: string;
            sub: string;
            username: string;
        };
        Challenge: {
            availableChallenges?: string[];
            challenge: string;
            parameters: {
                CODE_DELIVERY_DELIVERY_MEDIUM?: string;
                CODE_DELIVERY_DESTINATION?: string;
                CREDENTIAL_REQUEST_OPTIONS?: {
                    [key: string]: unknown;
                };
                DEVICE_KEY?: string;
                FRIENDLY_DEVICE_NAME?: string;
                MFAS_CAN_CHOOSE?: string[];
                MFAS_CAN_SETUP?: string[];
                requiredAttributes?: string[];
                SALT?: string;
                SECRET_BLOCK?: string;
                SRP_B?: string;
                USER_ID_FOR_SRP?: string;
                userAttributes?: {
                    [key: string]: unknown;
                };
                USERNAME?: string;
            } & {
                [key: string]: string;
            };
            session?: string;
        };
        ChangePasswordRequest: {
            previousPassword: string;
            proposedPassword: string;
        };
        ChoiceSignIn: {
            accessToken?: string;
            acrValues?: string[];
            clientMetadata?: unknown;
            deviceKey?: string;
            /** @enum {string} */
            flow: "choice";
            maxAge?: number;
            password?: string;
            /** @enum {string} */
            prefer?: "password" | "password-srp" | "email-otp" | "sms-otp" | "passkey";
            session?: string;
            srpA?: string;
            username: string;
        };
        CodeDelivery: {
            attribute: string;
            destination: string;
            /** @enum {string} */
            medium: "email" | "sms";
        };
        CodesSent: {
            codes: components["schemas"]["CodeDelivery"][];
        };
        ConfirmBrowserForgotPasswordRequest: {
            clientMetadata?: unknown;
            code: string;
            password: string;
            username: string;
        };
        ConfirmBrowserSignUpRequest: {
            clientMetadata?: unknown;
            code: string;
            session?: string;
            username: string;
        };
        ConfirmBrowserSignUpResponse: {
            session: string;
        };
        ConfirmedDevice: {
            confirmationNeeded: boolean;
        };
        ConfirmMyDeviceRequest: {
            key: string;
            name?: string;
            passwordVerifier: string;
            salt: string;
        };
        ConfirmPasswordResetRequest: {
            clientMetadata?: unknown;
            code: string;
            password: string;
            username: string;
        };
        ConfirmSignUpRequest: {
            clientMetadata?: unknown;
            code: string;
            session?: string;
            username: string;
        };
        ConfirmSignUpResponse: {
            session: string;
        };
        CreateGroupRequest: {
            description?: string;
            name: string;
            precedence?: number;
        };
        CreateUserRequest: {
            attributes?: {
                [key: string]: string;
            };
            clientMetadata?: unknown;
            groups?: string[];
            sendInvitation?: boolean;
            temporaryPassword?: string;
            username: string;
        };
        CustomChallengeResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "CustomChallengeResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                ANSWER: string;
                DEVICE_KEY?: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        CustomSignIn: {
            clientMetadata?: unknown;
            deviceKey?: string;
            /** @enum {string} */
            flow: "custom";
            srpA?: string;
            username: string;
        };
        Device: {
            createdAt: string;
            key: string;
            lastIp?: string;
            lastSeenAt: string;
            name?: string;
            status?: string;
            updatedAt: string;
        };
        DevicePage: {
            items: components["schemas"]["Device"][];
            nextCursor?: string;
        };
        DevicePasswordVerifierResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "DevicePasswordVerifierResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                PASSWORD_CLAIM_SECRET_BLOCK: string;
                PASSWORD_CLAIM_SIGNATURE: string;
                SECRET_HASH?: string;
                SRP_A?: string;
                TIMESTAMP: string;
                USERNAME?: string;
            };
            session?: string;
            username: string;
        };
        DeviceSrpAuthResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "DeviceSrpAuthResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                PASSWORD_CLAIM_SECRET_BLOCK?: string;
                PASSWORD_CLAIM_SIGNATURE?: string;
                SECRET_HASH?: string;
                SRP_A: string;
                TIMESTAMP?: string;
                USERNAME?: string;
            };
            session?: string;
            username: string;
        };
        EmailOtpResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "EmailOtpResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                EMAIL_OTP_CODE: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        EndBrowserSessionRequest: {
            everywhere?: boolean;
        };
        EndBrowserSessionResponse: {
            next: string;
        };
        EnrolMyTotpResponse: {
            qr: string;
            secret: string;
            uri: string;
        };
        ExplainAccessRequest: {
            as: components["schemas"]["ExplainedCaller"];
            method: string;
            path: string;
        };
        ExplainedCaller: {
            claims?: {
                [key: string]: unknown;
            };
            clientId?: string;
            groups?: string[];
            /** @enum {string} */
            kind?: "user" | "client";
            scopes?: string[];
            sub?: string;
            username?: string;
        };
        ExplainSessionTokensResponse: {
            access: {
                meaning: string;
                name: string;
                value: unknown;
            }[];
            id?: {
                meaning: string;
                name: string;
                value: unknown;
            }[];
        };
        Explanation: {
            children?: components["schemas"]["Explanation"][];
            holds: boolean | "unknown";
            text: string;
        };
        GetBrowserSessionResponse: components["schemas"]["SignedIn"] | components["schemas"]["SignedOut"];
        Group: {
            createdAt: string;
            description?: string;
            name: string;
            precedence?: number;
            updatedAt: string;
        };
        GroupPage: {
            items: components["schemas"]["Group"][];
            nextCursor?: string;
        };
        InviteUserRequest: {
            clientMetadata?: unknown;
        };
        Me: {
            attributes: {
                [key: string]: string;
            };
            mfaMethods: string[];
            preferredMfa?: string;
            sub: string;
            username: string;
        };
        MfaSetupResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "MfaSetupResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses?: {
                DEVICE_KEY?: string;
                EMAIL?: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        NewPasswordRequiredResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "NewPasswordRequiredResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                NEW_PASSWORD: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            } & {
                [key: string]: string;
            };
            session: string;
            username: string;
        };
        OwnFactors: {
            enabled: components["schemas"]["SecondFactor"][];
            preferred?: components["schemas"]["SecondFactor"];
            signInFactors?: ("password" | "email-otp" | "sms-otp" | "passkey")[];
        };
        OwnRoutes: {
            items: {
                allowed: boolean | "depends";
                method: string;
                needs?: {
                    [key: string]: unknown;
                };
                path: string;
            }[];
        };
        Passkey: {
            attachment?: string;
            createdAt: string;
            id: string;
            name: string;
            relyingParty: string;
            transports: string[];
        };
        PasskeyCreationOptions: {
            [key: string]: unknown;
        };
        PasskeyPage: {
            items: components["schemas"]["Passkey"][];
            nextCursor?: string;
        };
        PasswordResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "PasswordResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                PASSWORD: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        PasswordSignIn: {
            clientMetadata?: unknown;
            deviceKey?: string;
            /** @enum {string} */
            flow?: "password";
            password: string;
            username: string;
        };
        PasswordSrpResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "PasswordSrpResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                PASSWORD_CLAIM_SECRET_BLOCK?: string;
                PASSWORD_CLAIM_SIGNATURE?: string;
                SECRET_HASH?: string;
                SRP_A: string;
                TIMESTAMP?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        PasswordVerifierResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "PasswordVerifierResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                PASSWORD_CLAIM_SECRET_BLOCK: string;
                PASSWORD_CLAIM_SIGNATURE: string;
                SECRET_HASH?: string;
                SRP_A?: string;
                TIMESTAMP: string;
                USERNAME?: string;
            };
            session?: string;
            username: string;
        };
        Principal: {
            claims: {
                [key: string]: unknown;
            };
            clientId: string;
            groups: string[];
            /** @enum {string} */
            kind: "user" | "client";
            scopes: string[];
            sub: string;
            username?: string;
        };
        Problem: {
            /** @enum {string} */
            code: "token_missing" | "token_invalid" | "token_expired" | "token_revoked" | "step_up_required" | "identity_mismatch" | "identity_missing" | "invalid_request" | "insufficient_scope" | "forbidden" | "keys_unavailable" | "session_ended" | "bad_credentials" | "refresh_token_reused" | "validation_failed" | "request_refused" | "invalid_password" | "invalid_parameter" | "code_mismatch" | "code_expired" | "passkey_refused" | "sign_in_state" | "sign_in_failed" | "csrf" | "not_allowed" | "role_not_allowed" | "attribute_not_writable" | "user_not_confirmed" | "password_reset_required" | "route_not_found" | "not_found" | "user_not_found" | "method_not_allowed" | "request_timeout" | "username_exists" | "alias_exists" | "group_exists" | "conflict" | "user_state" | "mfa_not_set_up" | "feature_not_enabled" | "own_account" | "last_admin" | "current_session" | "admin_group" | "body_too_large" | "unsupported_media_type" | "expectation_failed" | "refused_by_trigger" | "rate_limited" | "headers_too_large" | "internal_error" | "not_available_here" | "cognito_error" | "cognito_denied" | "cognito_misconfigured" | "policy_misconfigured" | "code_not_delivered" | "cognito_unavailable" | "policy_unavailable" | "overloaded" | "sessions_unavailable" | "not_ready";
            detail: string;
            done?: string[];
            errors?: {
                message: string;
                path: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        Ready: {
            details: {
                [key: string]: {
                    /** @enum {string} */
                    keptIn?: "process" | "redis";
                    /** @constant */
                    status: "up";
                };
            };
            /** @constant */
            status: "ok";
        };
        RefreshTokensRequest: {
            clientMetadata?: unknown;
            deviceKey?: string;
            refreshToken: string;
            username?: string;
        };
        RememberMyDeviceRequest: {
            remembered: boolean;
        };
        RequestBrowserForgotPasswordRequest: {
            clientMetadata?: unknown;
            username: string;
        };
        RequestPasswordResetRequest: {
            clientMetadata?: unknown;
            username: string;
        };
        ResendBrowserSignUpRequest: {
            clientMetadata?: unknown;
            username: string;
        };
        ResendSignUpCodeRequest: {
            clientMetadata?: unknown;
            username: string;
        };
        ResetUserPasswordRequest: {
            clientMetadata?: unknown;
        };
        ResourceMetadata: {
            authorization_servers: string[];
            bearer_methods_supported: "header"[];
            resource: string;
            resource_documentation: string;
            resource_name: string;
            scopes_supported: string[];
        };
        RespondToBrowserChallengeRequest: components["schemas"]["SelectChallengeResponse"] | components["schemas"]["PasswordResponse"] | components["schemas"]["PasswordSrpResponse"] | components["schemas"]["PasswordVerifierResponse"] | components["schemas"]["EmailOtpResponse"] | components["schemas"]["SmsOtpResponse"] | components["schemas"]["SmsMfaResponse"] | components["schemas"]["SoftwareTokenMfaResponse"] | components["schemas"]["SelectMfaTypeResponse"] | components["schemas"]["MfaSetupResponse"] | components["schemas"]["NewPasswordRequiredResponse"] | components["schemas"]["WebAuthnResponse"] | components["schemas"]["CustomChallengeResponse"] | components["schemas"]["DeviceSrpAuthResponse"] | components["schemas"]["DevicePasswordVerifierResponse"];
        RespondToChallengeRequest: components["schemas"]["SelectChallengeResponse"] | components["schemas"]["PasswordResponse"] | components["schemas"]["PasswordSrpResponse"] | components["schemas"]["PasswordVerifierResponse"] | components["schemas"]["EmailOtpResponse"] | components["schemas"]["SmsOtpResponse"] | components["schemas"]["SmsMfaResponse"] | components["schemas"]["SoftwareTokenMfaResponse"] | components["schemas"]["SelectMfaTypeResponse"] | components["schemas"]["MfaSetupResponse"] | components["schemas"]["NewPasswordRequiredResponse"] | components["schemas"]["WebAuthnResponse"] | components["schemas"]["CustomChallengeResponse"] | components["schemas"]["DeviceSrpAuthResponse"] | components["schemas"]["DevicePasswordVerifierResponse"];
        RespondToChallengeResponse: components["schemas"]["Tokens"] | components["schemas"]["Challenge"];
        RevocationPending: {
            /** @constant */
            code: "revocation_pending";
            detail: string;
        };
        RevokeSessionRequest: {
            refreshToken: string;
        };
        RevokeTokensRequest: {
            group?: string;
            originJti?: string;
            sub?: string;
            username?: string;
        };
        /** @enum {string} */
        SecondFactor: "totp" | "sms" | "email";
        SecondFactors: {
            enabled: components["schemas"]["SecondFactor"][];
            preferred?: components["schemas"]["SecondFactor"];
        };
        SelectChallengeResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "SelectChallengeResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                /** @enum {string} */
                ANSWER: "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN" | "PASSWORD" | "PASSWORD_SRP";
                CREDENTIAL?: {
                    [key: string]: unknown;
                };
                DEVICE_KEY?: string;
                PASSWORD?: string;
                SECRET_HASH?: string;
                SRP_A?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        SelectMfaTypeResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "SelectMfaTypeResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                /** @enum {string} */
                ANSWER: "SMS_MFA" | "EMAIL_OTP" | "EMAIL_MFA" | "SOFTWARE_TOKEN_MFA" | "WEB_AUTHN";
                DEVICE_KEY?: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        Session: {
            clientId: string;
            createdAt: string;
            current: boolean;
            deviceType?: string;
            id: string;
            lastActiveAt: string;
            lastCity?: string;
            lastCountry?: string;
            lastIp?: string;
            /** @enum {string} */
            type: "token" | "sso";
        };
        SessionPage: {
            items: components["schemas"]["Session"][];
            nextCursor?: string;
        };
        SetMyMfaRequest: {
            enabled: components["schemas"]["SecondFactor"][];
            passkey?: boolean;
            preferred?: components["schemas"]["SecondFactor"] | null;
        };
        SetUserMfaRequest: {
            enabled: components["schemas"]["SecondFactor"][];
            passkey?: boolean;
            preferred?: components["schemas"]["SecondFactor"] | null;
        };
        SetUserPasswordRequest: {
            password: string;
            permanent: boolean;
        };
        SignedIn: {
            email?: string;
            expiresAt: string;
            factors?: string[];
            groups: string[];
            name?: string;
            scopes: string[];
            /** @constant */
            signedIn: true;
            startedAt: string;
            sub: string;
            username: string;
        };
        SignedOut: {
            /** @constant */
            signedIn: false;
        };
        SignInBrowserRequest: components["schemas"]["PasswordSignIn"] | components["schemas"]["SrpSignIn"] | components["schemas"]["ChoiceSignIn"] | components["schemas"]["CustomSignIn"];
        SignInRequest: components["schemas"]["PasswordSignIn"] | components["schemas"]["SrpSignIn"] | components["schemas"]["ChoiceSignIn"] | components["schemas"]["CustomSignIn"];
        SignInResponse: components["schemas"]["Tokens"] | components["schemas"]["Challenge"];
        SignUpBrowserSignUpRequest: {
            attributes?: {
                [key: string]: string;
            };
            clientMetadata?: unknown;
            password?: string;
            username: string;
        };
        SignUpBrowserSignUpResponse: {
            code?: components["schemas"]["CodeDelivery"];
            confirmed: boolean;
            session?: string;
            sub?: string;
        };
        SignUpRequest: {
            attributes?: {
                [key: string]: string;
            };
            clientMetadata?: unknown;
            password?: string;
            username: string;
        };
        SignUpResponse: {
            code?: components["schemas"]["CodeDelivery"];
            confirmed: boolean;
            session?: string;
            sub?: string;
        };
        SmsMfaResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "SmsMfaResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                SECRET_HASH?: string;
                SMS_MFA_CODE: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        SmsOtpResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "SmsOtpResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                SECRET_HASH?: string;
                SMS_OTP_CODE: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        SoftwareTokenMfaResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "SoftwareTokenMfaResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                DEVICE_KEY?: string;
                SECRET_HASH?: string;
                SOFTWARE_TOKEN_MFA_CODE: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
        SrpSignIn: {
            clientMetadata?: unknown;
            deviceKey?: string;
            /** @enum {string} */
            flow: "srp";
            srpA: string;
            username: string;
        };
        StartTotpSetupRequest: {
            session: string;
            username: string;
        };
        StartTotpSetupResponse: {
            qr: string;
            secret: string;
            session: string;
            uri: string;
        };
        Tokens: {
            accessToken: string;
            expiresIn?: number;
            idToken?: string;
            newDevice?: {
                groupKey: string;
                key: string;
            };
            refreshToken?: string;
            tokenType: string;
        };
        UpdateGroupRequest: {
            description?: string;
            precedence?: number;
        };
        UpdateMeRequest: {
            attributes: {
                [key: string]: string | null;
            };
        };
        UpdateUserRequest: {
            attributes: {
                [key: string]: string | null;
            };
            clientMetadata?: unknown;
        };
        User: {
            attributes: {
                [key: string]: string;
            };
            createdAt: string;
            enabled: boolean;
            groups?: string[];
            mfa?: components["schemas"]["SecondFactors"];
            status: string;
            sub: string;
            updatedAt: string;
            username: string;
        };
        UserPage: {
            items: components["schemas"]["User"][];
            nextCursor?: string;
        };
        VerifyMyAddressRequest: {
            code: string;
        };
        VerifyMyTotpRequest: {
            code: string;
            deviceName?: string;
            enable?: boolean;
        };
        VerifyTotpSetupRequest: {
            code: string;
            deviceName?: string;
            session: string;
        };
        VerifyTotpSetupResponse: {
            session: string;
        };
        WebAuthnResponse: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            challenge: "WebAuthnResponse";
            clientMetadata?: unknown;
            deviceKey?: string;
            responses: {
                CREDENTIAL: {
                    [key: string]: unknown;
                };
                DEVICE_KEY?: string;
                SECRET_HASH?: string;
                USERNAME?: string;
            };
            session: string;
            username: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getResourceMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceMetadata"];
                };
            };
        };
    };
    explainAccess: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainAccessRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessExplanation"];
                };
            };
        };
    };
    respondToChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RespondToChallengeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RespondToChallengeResponse"];
                };
            };
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPasswordResetRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirmPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmPasswordResetRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    startTotpSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartTotpSetupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartTotpSetupResponse"];
                };
            };
        };
    };
    verifyTotpSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyTotpSetupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyTotpSetupResponse"];
                };
            };
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshTokensRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInResponse"];
                };
            };
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUpRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    Location?: string;
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpResponse"];
                };
            };
        };
    };
    confirmSignUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmSignUpRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmSignUpResponse"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resendSignUpCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendSignUpCodeRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPage"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    Location?: string;
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateGroupRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    listUsersInGroup: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                group: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodesSent"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sendMyVerificationCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: "email" | "phone_number";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeDelivery"];
                };
            };
        };
    };
    verifyMyAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: "email" | "phone_number";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyMyAddressRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listMyDevices: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicePage"];
                };
            };
        };
    };
    confirmMyDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmMyDeviceRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    Location?: string;
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmedDevice"];
                };
            };
        };
    };
    getMyDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
        };
    };
    rememberMyDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RememberMyDeviceRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    forgetMyDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getMyMfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnFactors"];
                };
            };
        };
    };
    setMyMfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMyMfaRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enrolMyTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolMyTotpResponse"];
                };
            };
        };
    };
    verifyMyTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyMyTotpRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listMyPasskeys: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyPage"];
                };
            };
        };
    };
    addMyPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMyPasskeyRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteMyPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    beginMyPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyCreationOptions"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeSessionRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listMySessions: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    revokeMySession: {
        parameters: {
            query?: {
                linked?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    revokeTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeTokensRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getBrowserSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetBrowserSessionResponse"];
                };
            };
        };
    };
    signInBrowser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBrowserRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Challenge"];
                };
            };
            201: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "set-cookie"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunSession"];
                };
            };
        };
    };
    finishBrowserSignIn: {
        parameters: {
            query?: {
                code?: string;
                error?: string;
                error_description?: string;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    respondToBrowserChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RespondToBrowserChallengeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Challenge"];
                };
            };
            201: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "set-cookie"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunSession"];
                };
            };
        };
    };
    requestBrowserForgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestBrowserForgotPasswordRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirmBrowserForgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmBrowserForgotPasswordRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    beginBrowserSignIn: {
        parameters: {
            query?: {
                fresh?: string;
                hint?: string;
                lang?: string;
                provider?: string;
                returnTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    endBrowserSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EndBrowserSessionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndBrowserSessionResponse"];
                };
            };
        };
    };
    signUpBrowserSignUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUpBrowserSignUpRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    Location?: string;
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpBrowserSignUpResponse"];
                };
            };
        };
    };
    confirmBrowserSignUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmBrowserSignUpRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmBrowserSignUpResponse"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resendBrowserSignUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendBrowserSignUpRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    explainSessionTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainSessionTokensResponse"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                cursor?: string;
                filter?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    Location?: string;
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirmUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUserDevices: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicePage"];
                };
            };
        };
    };
    forgetUserDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listGroupsOfUser: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPage"];
                };
            };
        };
    };
    addUserToGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    removeUserFromGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["InviteUserRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    setUserMfa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUserMfaRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    deleteUserTotp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    setUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUserPasswordRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resetUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResetUserPasswordRequest"];
            };
        };
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUserSessions: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    revokeUserSession: {
        parameters: {
            query?: {
                linked?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    signOutUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevocationPending"];
                };
            };
            204: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    whoami: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Principal"];
                };
            };
        };
    };
    listOwnRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    RateLimit?: string;
                    "RateLimit-Policy"?: string;
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnRoutes"];
                };
            };
        };
    };
}
