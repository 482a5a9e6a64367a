import { type INodeCredentialDescription, type INodeOutputConfiguration, NodeConnectionTypes } from 'n8n-workflow';

/** Outputs of a node, in the order in which its branches are returned. */
export function namedOutputs(...names: readonly string[]): INodeOutputConfiguration[] {
	return names.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName }));
}

/** Autotask, the marketplace and the optional store, as every node of the chain takes them. */
export const chainCredentials: INodeCredentialDescription[] = [
	{ name: 'autotaskApi', displayName: 'Autotask', required: true },
	{ name: 'resellerMarketplaceApi', displayName: 'Reseller Marketplace', required: true },
	{ name: 'syncStore', displayName: 'Sync Store (Optional)', required: false, testedBy: 'testSyncStore' },
];

/** For a node that answers browsers by itself: who may open its page, beside all of the chain. */
export const pageCredentials: INodeCredentialDescription[] = [
	{ name: 'httpBasicAuth', displayName: 'Who May Open the Page', required: true },
	...chainCredentials,
];

/** For a node that talks to Autotask alone. */
export const autotaskCredentials: INodeCredentialDescription[] = chainCredentials.filter(
	({ name }) => name !== 'resellerMarketplaceApi',
);
