import { latest, plusDays } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import { contractOfTask } from '../contractChoice/contractOfTask';
import { holdsOwnUnits } from '../contractChoice/heldLines';
import type { ContractFacts, TaskQuestion } from '../contractChoice/taskQuestion';
import { currentLink, type Ledger, linksOfProduct } from '../line/ledger';
import { unitsOfProduct } from '../line/stays';
import { hasContractLine } from '../order/billedPeriod';
import { modelOf } from '../order/usageLines';
import { unitsOn } from '../unitTimeline';
import type { ProductQuantity, Successor, TaskContext } from './taskContext';

function takesOver(own: FittingContract, to: FittingContract, takesNow: boolean): Successor {
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

/**
 * What takes over from the contract that the subscription is on, as far as it matters to the task.
 *
 * After that contract's end its units are on the successor from then on. In its last period they go there with the task
 * only where the successor holds them already: else a task of its own proposes it. Source: rule C5.
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
	if (own.id !== contract.id) return own.endsOn < day ? takesOver(own, contract, true) : undefined;
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
