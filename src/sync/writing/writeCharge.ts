import type { ChargeTarget, ContractCharge } from '../../domain/contract/charge';
import { agrees, type Decimal, zero } from '../../domain/money';
import type { ChargeWork } from '../../domain/plan/contractWork';
import type { PlannedCharge } from '../../domain/plan/plan';
import type { ChargeToWrite } from '../../ports/autotask/charges';
import { writeOnce } from '../journal/writeOnce';
import type { WriteReport } from '../proving/writeReport';
import type { ChargeOfOther } from './chargesOfOthers';
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

/**
 * Whether a charge that is there is another one than the plan comes to by now: it was written before the task was planned
 * again. One that somebody has edited since is left as it is.
 */
function isOther(turn: ContractTurn, charge: PlannedCharge, there: ContractCharge): boolean {
	const isSame = (amount: Decimal | undefined) => amount !== undefined && agrees(amount, charge.amount, zero);
	const written = turn.journal.filter((entry) => entry.kind === 'charge' && entry.key === charge.key);
	return !isSame(there.amount) && written.length > 0 && !written.some(({ amount }) => isSame(amount));
}

type Found = Pick<WriteReport, 'outcome' | 'why' | 'attention'>;

/** A charge that another store of ours has written, or may have, is not written again; where it says otherwise, a person looks. Source: rule F5. */
function foundOfOther(other: ChargeOfOther, charge: PlannedCharge): Found {
	const refused = (why: string): Found => ({ outcome: 'refused', why, attention: 'changed in Autotask' });
	if ('unreadOn' in other) {
		const { name, id } = other.unreadOn;
		return refused(
			`a charge on contract ${name} (${id}) that another store of ours may have written for it could not be read: ${other.why}. Repair that charge in Autotask`,
		);
	}
	const { key, amount, purchasedOn, contractId } = other;
	if (amount !== undefined && agrees(amount, charge.amount, zero) && purchasedOn === charge.on)
		return { outcome: 'there' };
	const there = amount === undefined ? 'unreadable' : `${amount} on ${purchasedOn ?? 'an unreadable day'}`;
	const on = contractId === undefined ? '' : ` on contract ${contractId}`;
	return refused(
		`another store of ours has charged it: ${key}${on}, ${there}, and the plan has come to ${charge.amount} on ${charge.on}. Correct that charge in Autotask, or untick the row`,
	);
}

/** What becomes of a charge that is not sent, since it is there; undefined for one that is to be written. */
function foundBefore(turn: ContractTurn, charge: PlannedCharge): Found | undefined {
	const there = turn.context.chargesThere.get(charge.key);
	if (there && isOther(turn, charge, there))
		return {
			outcome: 'refused',
			why: `it was written as ${there.amount}, and the plan has come to ${charge.amount} since. Correct its amount in Autotask`,
			attention: 'changed in Autotask',
		};
	if (turn.context.chargesThere.has(charge.key)) return { outcome: 'there' };
	const ofOther = turn.context.chargesOfOthers.get(charge.key);
	return ofOther && foundOfOther(ofOther, charge);
}

/** Writes one charge unless Autotask holds it already; says whether it is there. Source: the write protocol, step 6. */
export async function writeCharge(
	turn: ContractTurn,
	{ taskId, charge }: ChargeWork,
	serviceName: string,
): Promise<boolean> {
	const about = { taskIds: [taskId], kind: 'charge' as const, serviceName, on: charge.on, amount: charge.amount };
	const { target } = charge;
	const found = foundBefore(turn, charge);
	if (found) {
		turn.add({ ...about, ...found });
		return found.outcome === 'there';
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
