import type { ICredentialTestFunction } from 'n8n-workflow';
import { realClock } from '../../../src/ports/clock';
import { openStore } from '../../../src/store/openStore';
import { storePlace } from './storePlace';

/** The test of the Sync Store credential: opens the store, as the nodes do, and closes it again. n8n shows no message of one that passes. */
export const testSyncStore: ICredentialTestFunction = async (credential) => {
	try {
		const store = await openStore(storePlace(credential.data ?? {}, process.env), realClock);
		await store.close();
		if (store.warning !== undefined) return { status: 'Error', message: store.warning };
		return { status: 'OK', message: 'The store can be opened and written.' };
	} catch (error) {
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
};
