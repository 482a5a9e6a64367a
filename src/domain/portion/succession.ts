import { latest, plusDays } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import { contractOfTask } from '../contractChoice/contractOfTask';
import { holdsOwnUnits } from '../contractChoice/heldLines';
import type { ContractFacts, TaskQuestion } from '../contractChoice/taskQuestion';
import { currentLink, type Ledger, linksOfProduct } from '../line/ledger';
import { unitsOfProduct } from '../line/stays';
import { lineKey } from '../line/lineTarget';
import { NotPlannable } from '../notPlannable';
import { hasContractLine } from '../order/billedPeriod';
import { modelOf } from '../order/usageLines';
import { unitsOn } from '../unitTimeline';
import type { ProductQuantity, Successor, TaskContext } from './taskContext';

/** That a contract takes over from another one. */
export function takesOver(own: FittingContract, to: FittingContract, takesNow: boolean): Successor {
	return { contract: to, on: latest(to.startsOn, plusDays(own.endsOn, 1)), takesNow };
}

/** The contract that fits the day after the end of the one that the subscription is on; undefined where none does. */
export function successorOfContract(
	asked: TaskQuestion,
	own: FittingContract,
	facts: ContractFacts,
	ledger: Ledger,
): FittingContract | undefined {
	const task = { ...asked.task, answers: {} };
	const choice = contractOfTask({ ...asked, task, day: plusDays(own.endsOn, 1) }, facts, ledger);
	return choice.kind === 'fits' && choice.contract.id !== own.id ? choice.contract : undefined;
}

/** Whether the subscription has units on the contract that are to go on after its end. */
function goesOn({ subscription }: TaskQuestion, own: FittingContract, { lines, links }: Ledger): boolean {
	const there = lines.filter((line) => line.contractId === own.id).map((line) => lineKey(line.target));
	const current = links.filter((link) => link.subscriptionId === subscription.id && link.leftOn === undefined);
	const after = plusDays(own.endsOn, 1);
	return current.some((link) => there.includes(lineKey(link.line)) && unitsOn(link.units, after) > 0);
}

/**
 * Units go on on one contract after another: days of one that took over and has ended since are billed nowhere else.
 *
 * @throws NotPlannable where there is such a one. Source: rule C5.
 */
function refuseSkipped(asked: TaskQuestion, own: FittingContract, facts: ContractFacts, ledger: Ledger): void {
	if (!goesOn(asked, own, ledger)) return;
	const next = successorOfContract(asked, own, facts, ledger);
	if (!next || next.endsOn >= asked.day) return;
	throw new NotPlannable(
		'contract ended',
		`${asked.subject} takes effect on ${asked.day}; its units are on contract ${own.name} (${own.id}), which ended on ${own.endsOn}, and go on on ${next.name} (${next.id}) until ${next.endsOn} first. Let the sweep propose that, or bill those days by hand and ignore the task.`,
	);
}

/**
 * What takes over from the contract that the subscription is on, as far as it matters to the task.
 *
 * After that contract's end its units are on the successor from then on. In its last period they go there with the task
 * only where the successor holds them already: else a task of its own proposes it.
 *
 * @throws NotPlannable where another contract has taken over and ended since. Source: rule C5.
 */
export function successorFor(
	asked: TaskQuestion,
	contract: FittingContract,
	facts: ContractFacts,
	ledger: Ledger,
): Successor | undefined {
	const { task, subscription, day } = asked;
	const assigned = ledger.assigned.get(subscription.id);
	const own = assigned === undefined ? contract : facts.contract(assigned);
	if (!own || task.kind === 'billing' || !hasContractLine(modelOf(subscription, task.order))) return undefined;
	if (own.companyId !== contract.companyId || day < own.startsOn) return undefined;
	if (own.id !== contract.id) {
		if (own.endsOn >= day) return undefined;
		refuseSkipped(asked, own, facts, ledger);
		return takesOver(own, contract, true);
	}
	if (contractPeriod(own, day).nextStart <= own.endsOn) return undefined;
	const to = successorOfContract(asked, own, facts, ledger);
	return to && takesOver(own, to, holdsOwnUnits(asked, to, facts, ledger));
}

/** What the subscription's products hold on the day that the successor takes over; nothing of it changes but the contract. Source: rule C5. */
export function successionQuantities(context: TaskContext, ledger: Ledger): readonly ProductQuantity[] {
	const { facts, subscription, task } = context;
	return subscription.products.flatMap((product): ProductQuantity[] => {
		const of = { connectionId: facts.connectionId, subscriptionId: subscription.id, productId: product.productId };
		if (!currentLink(ledger, of)) return [];
		const quantity = unitsOn(unitsOfProduct(linksOfProduct(ledger, of)), task.firstSeenOn);
		return quantity === 0 ? [] : [{ productId: product.productId, name: product.name, quantity, keepsUnits: true }];
	});
}
