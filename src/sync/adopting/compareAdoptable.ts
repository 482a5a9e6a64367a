import { chunk } from 'lodash';
import { contractsOf } from '../../domain/plan/plan';
import { readFacts } from '../planning/readFacts';
import { connected } from '../tasks/connected';
import type { SyncPorts } from '../writing/syncOptions';
import type { AdoptOutcome } from './adoptLines';
import { adoptableTasks, type AdoptRequest } from './adoptableTasks';
import { type AdoptedTask, agreesText, rowsOf } from './adoptionRows';
import { judgeAdoption } from './judgeAdoption';

const contractsAtOnce = 100;

function looked(row: AdoptedTask): AdoptedTask {
	return row.state === 'adopted' ? { ...row, state: 'agrees', message: agreesText(row.lines) } : row;
}

/**
 * Says of lines that were there before us whether each holds what its subscription has, and what syncing it would write.
 *
 * What `adoptLines` would do with the same request; nothing is linked or stored. Source: rule T11.
 */
export async function compareAdoptable(
	request: Omit<AdoptRequest, 'linkDifferent' | 'by'>,
	ports: SyncPorts,
): Promise<AdoptOutcome> {
	const asked = { ...request, linkDifferent: false, by: '' };
	const { adoptable, refused } = await adoptableTasks(asked, ports.store);
	const tasks: AdoptedTask[] = [];
	const notPlanned = [...refused];
	const byContract = connected(adoptable, ({ plan }) => contractsOf(plan));
	for (const some of chunk(byContract, contractsAtOnce)) {
		const own = some.flat();
		const batch = await readFacts(
			request.connectionId,
			own.map(({ task }) => task),
			ports,
		);
		const adoption = judgeAdoption(own, batch);
		tasks.push(...rowsOf(adoption, batch, ports.clock.now()).map(looked));
		notPlanned.push(...adoption.refused.map(({ of, reason }) => ({ text: of.text, taskId: of.task.id, reason })));
	}
	return { tasks, refused: notPlanned };
}
