export const appKinds = ['externalClientApp', 'connectedApp'] as const;

export type AppKind = (typeof appKinds)[number];
