import { omit } from 'lodash';
import { type CalendarDate, earliest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import type { Service } from '../contract/service';
import { held as unitsHeld, type Ledger, type LedgerLine, type LinkedProduct, linksOfOthers } from '../line/ledger';
import { ratesWithKept, withKept } from '../line/unrecorded';
import type { Stay } from '../line/stays';
import {
	changesOfLine,
	heldOfLine,
	type LineBeforePlan,
	type LineChanges,
	type LineHeld,
	meantBeforeAndAfter,
	onLine,
} from '../writes/lineBooks';
import { settledOthers } from '../portion/ownUnits';
import type { LineChange } from '../plan/plan';
import { summed } from '../unitTimeline';
import { contractOfLine } from '../portion/contractOfLine';
import type { ProductQuantity, TaskContext } from '../portion/taskContext';
import { never } from '../writes/changesTo';
import { heldRateOn } from '../writes/held';
import { usualRate } from '../writes/heldOf';
import { writesLeft } from '../writes/writesOfPlans';
import { keepingPricesOfOthers } from '../writes/pricesOfOthers';
import { estimateOf } from './estimate';
import { invoiceText } from './invoiceText';
import { rateAfter, ratesKept, recurringLines } from './planLines';
import { lackOf, moveOf } from './planMainStay';
import type { StayPlan } from './productPlan';

/** What is written to the line that a product leaves: no price, since the line's own stays for everybody else. */
function leavingChanges(
	line: LedgerLine,
	contract: FittingContract,
	stay: Stay,
	of: {
		readonly product: LinkedProduct;
		readonly ledger: Ledger;
		readonly held: LineHeld;
		readonly from: CalendarDate;
		readonly changedFrom: CalendarDate;
		readonly otherUnits: number;
	},
): LineChanges {
	const before = onLine(stay.link);
	const own = { before, after: { ...before, units: stay.units } };
	const both = meantBeforeAndAfter(of.ledger, line, { of: of.product, ...own }, of.otherUnits);
	return changesOfLine(
		of.held,
		keepingPricesOfOthers(both, line, of.held, { price: never, cost: never }),
		{
			unitsFrom: of.from,
			changedFrom: of.changedFrom,
			ratesFrom: ratesWithKept(line, never),
			lastDay: contract.endsOn,
			taken: line.taken ?? new Set(),
		},
		contract,
	);
}

/** What is shown of the line. */
function shownChange(
	context: TaskContext,
	wanted: ProductQuantity,
	{ line, link, units }: Stay,
	of: {
		readonly product: LinkedProduct;
		readonly service: Service;
		readonly held: LineBeforePlan;
		readonly changes: LineChanges;
	},
) {
	const { product, service, held, changes } = of;
	const [missed] = changes.missed;
	return {
		contractId: line.contractId,
		target: line.target,
		subscriptionId: product.subscriptionId,
		productId: product.productId,
		serviceId: line.serviceId,
		serviceName: service.name,
		invoiceDescription: invoiceText(context, wanted, service),
		isFirstLink: false,
		unitsBefore: link?.units ?? [],
		unitsAfter: units,
		adjustments: writesLeft(line, held.inAutotask, changes.adjustments),
		...lackOf(context, changes.lacks),
		...(missed ? { missedFrom: missed.from } : {}),
	};
}

/**
 * What a task does to a line that the product leaves: its units there end, everybody else's stay.
 *
 * @throws NotPlannable where the line holds what we did not leave there. Source: rules Q10, Q13, C1.
 */
export function planLeftStay(
	context: TaskContext,
	wanted: ProductQuantity,
	stay: Stay,
	of: { readonly product: LinkedProduct; readonly ledger: Ledger; readonly service: Service },
): StayPlan {
	const { line, leftOn = context.changedOn } = stay;
	const contract = contractOfLine(context, line);
	const changedFrom = earliest(context.changedOn, leftOn);
	const from = withKept(line, changedFrom);
	const there = { ...context, contract, period: contractPeriod(contract, context.changedOn) };
	const others = linksOfOthers(of.ledger, line, of.product).map((link) => link.units);
	const target = (units: number) => summed([...others, stay.units, unitsHeld(units)]);
	const otherUnits = settledOthers(context, line, of.ledger, target(line.otherUnits ?? 0), { contract, from });
	const service = context.facts.service(line.serviceId) ?? of.service;
	const held = heldOfLine(line, contract, service);
	const days = { from, changedFrom, otherUnits };
	const changes = leavingChanges(line, contract, stay, { ...of, ...days, held });
	const { adjustments, missed, corrections } = changes;
	const owed = { ...omit(onLine(stay.link).owed, 'ahead'), asides: [] };
	const billedRate = heldRateOn(held.now, from) ?? usualRate(line, service);
	const change: LineChange = {
		...shownChange(context, wanted, stay, { ...of, service, held, changes }),
		period: there.period,
		otherUnits,
		leftOn,
		owed,
	};
	const rateOn = rateAfter(held, changes, billedRate);
	const estimate = estimateOf(there, change.adjustments, billedRate, billedRate);
	return {
		line,
		link: { ...of.product, line: line.target, units: stay.units, owed, leftOn },
		planned: adjustments,
		missed,
		corrections,
		kept: ratesKept(changes, change, { from: changedFrom }),
		change,
		move: { ...moveOf({ line, contract, held, changes }), leaving: stay.link?.units ?? [] },
		lines: recurringLines(there, { change, service, billedRate, rateOn, keepsRate: false }),
		...(estimate ? { estimate } : {}),
	};
}
