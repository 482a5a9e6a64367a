import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import type { StorePort } from '../../ports/store/store';
import type { CheckPorts } from './checkRun';

/** The credentials lead elsewhere than what the store holds, and nobody has said yet that they are meant. */
export class UnexpectedConnectionError extends Error {
	override readonly name = 'UnexpectedConnectionError';
}

const nextStep =
	'Nothing is read or written. If a credential was picked wrongly, choose the right one; if it is meant, start the connection in Sync Tasks.';

/** What a person is asked about where the inputs do not name their marketplace. */
const unnamed = 'unnamed';

/** Why the first run of a connection is looked at: the store holds others. */
export async function whyStranger(
	{ connectionId }: ConnectionInputs,
	store: Pick<StorePort, 'connections' | 'storeId'>,
): Promise<string | undefined> {
	const others = (await store.connections()).map(({ id }) => id).filter((id) => id !== connectionId);
	return others.length === 0
		? undefined
		: `This is the first run of connection ${connectionId} (Autotask database / account of the marketplace), and the store ${store.storeId} holds ${others.join(', ')}. ${nextStep}`;
}

/** Why a known connection is looked at: its account leads to another marketplace than before. */
function otherMarketplace({ account, marketplace }: ConnectionInputs, stored: Connection): string | undefined {
	return marketplace === undefined || stored.marketplace === undefined || stored.marketplace === marketplace
		? undefined
		: `The credential of account ${account} leads to the marketplace ${marketplace}, and the store holds what ${stored.marketplace} said. ${nextStep}`;
}

/**
 * Stops the connection, says why in the log, once, and gives up before anything is read.
 *
 * @throws UnexpectedConnectionError
 */
export async function refuseConnection(
	{ id, askedMarketplace, stoppedAt }: Connection,
	{ marketplace = unnamed }: ConnectionInputs,
	why: string,
	{ store, clock }: CheckPorts,
): Promise<never> {
	if (askedMarketplace !== marketplace || stoppedAt === undefined) {
		const now = clock.now();
		await store.changeConnection(id, { askedMarketplace: marketplace, stoppedAt: stoppedAt ?? now });
		await store.log([{ at: now, connectionId: id, action: 'stop', message: why }]);
	}
	throw new UnexpectedConnectionError(why);
}

/**
 * A known connection, with the marketplace that it reads: the one that it has read, or that a person has started it with.
 *
 * @throws UnexpectedConnectionError for another one. Source: rule F10.
 */
export async function acceptConnection(
	stored: Connection,
	inputs: ConnectionInputs,
	ports: CheckPorts,
): Promise<Connection> {
	const { id, askedMarketplace, stoppedAt, firstCheckDoneAt } = stored;
	const { marketplace = unnamed } = inputs;
	const isStarted = askedMarketplace === marketplace && stoppedAt === undefined;
	if (!isStarted) {
		const isNew = askedMarketplace !== undefined && firstCheckDoneAt === undefined;
		const why = otherMarketplace(inputs, stored) ?? (isNew ? await whyStranger(inputs, ports.store) : undefined);
		if (why !== undefined) return await refuseConnection(stored, inputs, why, ports);
	}
	const known = inputs.marketplace ?? stored.marketplace;
	if (known === stored.marketplace && askedMarketplace === undefined) return stored;
	const change = { askedMarketplace: undefined, ...(known === undefined ? {} : { marketplace: known }) };
	await ports.store.changeConnection(id, change);
	return { ...stored, ...change };
}
