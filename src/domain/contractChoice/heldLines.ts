import { latest } from '../calendarDate';
import type { Contract } from '../contract/contract';
import type { FittingContract } from '../contract/fittingContract';
import { type Ledger, type LedgerLine, type LedgerLink, lineOf, linksOf, linksOfOthers } from '../line/ledger';
import { unitsInForce } from '../line/unrecorded';
import { lineKey } from '../line/lineTarget';
import { summed, unitsOn } from '../unitTimeline';
import type { ContractFacts, TaskQuestion } from './taskQuestion';

/** Lines that the subscription is linked to. */
export function linkedLines(
	{ subscription }: TaskQuestion,
	facts: ContractFacts,
	ledger: Ledger,
): readonly LedgerLine[] {
	const own = ledger.links.filter(
		(link) => link.connectionId === facts.connectionId && link.subscriptionId === subscription.id,
	);
	return ledger.lines.filter((line) => own.some((link) => lineKey(link.line) === lineKey(line.target)));
}

/** Whether a contract has a line of the subscription, or one of the same service that holds units. Source: rule C5. */
export function holdsLineOf(
	asked: TaskQuestion,
	facts: ContractFacts,
	ledger: Ledger,
): (contract: Contract, among?: readonly LedgerLine[]) => boolean {
	const linked = linkedLines(asked, facts, ledger);
	return (contract, among = ledger.lines) => {
		const { periodType } = contract;
		const services = asked.subscription.products.map(
			(product) => periodType && facts.productMapping(product.productId, periodType)?.serviceId,
		);
		const from = latest(asked.day, contract.startsOn);
		return among.some(
			(line) =>
				line.contractId === contract.id &&
				(linked.includes(line) || (services.includes(line.serviceId) && unitsOn(unitsInForce(line), from) > 0)),
		);
	};
}

/** Whether a contract holds units that are the subscription's: on a line of its own, or beside those of all others that are linked. Source: rule C5. */
export function holdsOwnUnits(asked: TaskQuestion, contract: Contract, facts: ContractFacts, ledger: Ledger): boolean {
	const holds = holdsLineOf(asked, facts, ledger);
	const from = latest(asked.day, contract.startsOn);
	const isFree = (line: LedgerLine) => {
		const others = linksOf(ledger, line.target).filter((link) => link.subscriptionId !== asked.subscription.id);
		return unitsOn(unitsInForce(line), from) > unitsOn(summed(others.map((link) => link.units)), from);
	};
	const onContract = ledger.lines.filter((line) => line.contractId === contract.id);
	return holds(contract, onContract.filter(isFree));
}

/** Whether a contract holds, of each product that the subscription has on another one, as many units that may be its own. Source: rule C5. */
export function holdsUnitsOf(
	asked: TaskQuestion,
	own: Contract,
	contract: FittingContract,
	facts: ContractFacts,
	ledger: Ledger,
): boolean {
	const from = latest(asked.day, contract.startsOn);
	const freeUnits = (line: LedgerLine, product: LedgerLink) => {
		const others = linksOfOthers(ledger, line, product).map((link) => link.units);
		return unitsOn(unitsInForce(line), from) - unitsOn(summed(others), from);
	};
	return ledger.links.every((link) => {
		const isOwn = link.connectionId === facts.connectionId && link.subscriptionId === asked.subscription.id;
		const on = lineOf(ledger, link);
		const units = unitsOn(link.units, from);
		if (!isOwn || link.leftOn !== undefined || on?.contractId !== own.id || units === 0) return true;
		const serviceId = facts.productMapping(link.productId, contract.periodType)?.serviceId;
		const there = ledger.lines.filter((line) => line.contractId === contract.id && line.serviceId === serviceId);
		return there.some((line) => freeUnits(line, link) >= units);
	});
}
