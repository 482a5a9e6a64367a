import type { ChargeTarget } from '../../domain/contract/charge';
import type { ChargeWork } from '../../domain/plan/contractWork';
import type { PlannedCharge } from '../../domain/plan/plan';
import type { ChargeToWrite } from '../../ports/autotask/charges';
import { writeOnce } from '../journal/writeOnce';
import type { ContractTurn } from './contractTurn';

function chargeToWrite(turn: ContractTurn, charge: PlannedCharge, target: ChargeTarget): ChargeToWrite {
	return {
		contractId: turn.work.contractId,
		key: charge.key,
		name: charge.name.slice(0, 100),
		description: charge.description,
		purchasedOn: charge.on,
		amount: charge.amount,
		target,
		...(charge.cost === undefined ? {} : { cost: charge.cost }),
	};
}

/** Writes one charge unless Autotask holds it already; says whether it is there. Source: the write protocol, step 6. */
export async function writeCharge(
	turn: ContractTurn,
	{ taskId, charge }: ChargeWork,
	serviceName: string,
): Promise<boolean> {
	const about = { taskIds: [taskId], kind: 'charge' as const, serviceName, on: charge.on, amount: charge.amount };
	const { target } = charge;
	if (turn.context.chargesThere.has(charge.key)) {
		turn.add({ ...about, outcome: 'there' });
		return true;
	}
	if (turn.journal.some((entry) => entry.kind === 'charge' && entry.key === charge.key && entry.state === 'done')) {
		turn.add({
			...about,
			outcome: 'refused',
			why: 'it was written before and is no longer in Autotask',
			attention: 'changed in Autotask',
		});
		return false;
	}
	if (!turn.mayGoOn || !target || turn.heldBack.has(taskId)) {
		turn.add({
			...about,
			outcome: 'notSent',
			...(target
				? {}
				: { why: `charges of kind ${charge.kind} are not mapped`, attention: 'charge not mapped' as const }),
		});
		return false;
	}
	const intent = {
		...turn.intent([taskId]),
		kind: 'charge' as const,
		key: charge.key,
		on: charge.on,
		amount: charge.amount,
	};
	const sent = await writeOnce(
		intent,
		async (options) => await turn.ports.autotask.createCharge(chargeToWrite(turn, charge, target), options),
		turn.context,
		turn.ports,
	);
	turn.add({ ...about, ...turn.note(sent) });
	return sent.kind === 'done';
}
