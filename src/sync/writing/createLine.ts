import type { CalendarDate } from '../../domain/calendarDate';
import type { ContractServiceId } from '../../domain/ids';
import type { LineWork } from '../../domain/plan/contractWork';
import type { ContractServiceToWrite } from '../../ports/autotask/contracts';
import { writeOnce } from '../journal/writeOnce';
import type { ContractTurn } from './contractTurn';

/** Creates the line; where Autotask refuses that of a service that the contract has already, the way that it takes. Source: rule Q14. */
async function created(turn: ContractTurn, work: LineWork, line: ContractServiceToWrite, on: CalendarDate) {
	const { autotask } = turn.ports;
	const intent = {
		...turn.intent(work.taskIds),
		kind: 'contractService' as const,
		key: line.internalDescription,
		on,
	};
	const first = await writeOnce(
		intent,
		async (options) => await autotask.createContractService(line, options),
		turn.context,
		turn.ports,
	);
	if (first.kind !== 'refused' || first.wasWritten) return first;
	const there = await autotask.contractServices([line.contractId]);
	if (!there.some(({ serviceId }) => serviceId === line.serviceId)) return first;
	return await writeOnce(
		intent,
		async (options) =>
			await autotask.repeatContractService({ ...line, startsOn: turn.work.contract.startsOn }, options),
		turn.context,
		turn.ports,
	);
}

/** The id of the line of the work, which is created where it is not there yet; undefined where it could not be. */
export async function createLine(turn: ContractTurn, work: LineWork): Promise<ContractServiceId | undefined> {
	const [change] = work.changes;
	const { target } = work.line;
	if (target.kind === 'existing') return target.contractServiceId;
	if (!change) return undefined;
	const on = work.adjustments[0]?.on ?? work.from;
	const about = {
		taskIds: work.taskIds,
		kind: 'contractService' as const,
		serviceName: change.serviceName,
		on,
		lineKey: work.key,
	};
	if (!turn.mayGoOn || work.taskIds.some((id) => turn.failedTasks.has(id))) {
		turn.add({ ...about, outcome: 'notSent' });
		return undefined;
	}
	const line = {
		contractId: turn.work.contractId,
		serviceId: change.serviceId,
		internalDescription: target.key,
		invoiceDescription: change.invoiceDescription,
		...(work.adjustments[0]?.cost === undefined ? {} : { unitCost: work.adjustments[0].cost }),
	};
	const sent = await created(turn, work, line, on);
	turn.add({ ...about, ...turn.note(sent) });
	return sent.kind === 'done' ? sent.id : undefined;
}
