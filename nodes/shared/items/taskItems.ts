import type { INodeExecutionData } from 'n8n-workflow';
import type { Connection } from '../../../src/ports/store/connections';
import type { OfferedTask } from '../../../src/sync/tasks/offerTasks';
import type { ChainPorts } from '../opening/openPorts';
import { plainJson, taskKeys } from './itemJson';

/** One item per task that was handed on. */
export function offeredItems(storeId: string, offered: readonly OfferedTask[]): INodeExecutionData[] {
	return offered.map(({ task, subscription }) => ({
		json: { storeId, manual: false, ...taskKeys(task, subscription) },
	}));
}

/** One item per task shown by hand; it carries the connection too, since no check may have made that yet. */
export function sampleItems(
	ports: ChainPorts,
	settings: Pick<Connection, 'timeZone' | 'expirationIs'>,
	samples: readonly OfferedTask[],
): INodeExecutionData[] {
	const { connectionId: id, databaseId, account } = ports.inputs;
	const { timeZone, expirationIs } = settings;
	const connection: Connection = { id, databaseId, account, timeZone, expirationIs, connectedAt: ports.clock.now() };
	return samples.map(({ task, subscription }) => ({
		json: {
			storeId: ports.store.storeId,
			manual: true,
			...taskKeys(task, subscription),
			connection: plainJson(connection),
		},
	}));
}
