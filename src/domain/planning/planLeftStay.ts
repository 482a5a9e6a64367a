import { type CalendarDate, earliest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod } from '../contract/lineState';
import type { Service } from '../contract/service';
import {
	held,
	type Ledger,
	type LedgerLine,
	type LinkedProduct,
	ratesWithUnrecorded,
	withUnrecorded,
} from '../line/ledger';
import { rateMeantOn, rateOfEmptyLine } from '../line/rateMeantOn';
import type { Stay } from '../line/stays';
import { unitsOfOtherSubscriptions } from '../line/unitsOfOtherSubscriptions';
import {
	changesOfLine,
	heldOfLine,
	type LineChanges,
	meantBeforeAndAfter,
	onLine,
	staysOfOthers,
} from '../placing/lineBooks';
import { settledOthers } from '../placing/ownUnits';
import { keepingPricesOfOthers } from '../placing/pricesOfOthers';
import type { LineChange } from '../plan/plan';
import { summed } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { never } from '../writes/changesTo';
import { estimateOf } from './estimate';
import { invoiceText } from './invoiceText';
import { recurringLines } from './planLines';
import type { StayPlan } from './productPlan';

/** What is written to the line that a product leaves: no price, since the line's own stays for everybody else. */
function leavingChanges(
	line: LedgerLine,
	contract: FittingContract,
	stay: Stay,
	of: {
		readonly product: LinkedProduct;
		readonly ledger: Ledger;
		readonly service: Service;
		readonly from: CalendarDate;
		readonly otherUnits: number;
	},
): LineChanges {
	const before = onLine(stay.link);
	const own = { before, after: { ...before, units: stay.units } };
	const held = heldOfLine(line, contract, of.service);
	const both = meantBeforeAndAfter(staysOfOthers(of.ledger, line, of.product), own, of.otherUnits);
	return changesOfLine(
		held,
		keepingPricesOfOthers(both, line, held, { price: never, cost: never }),
		{
			unitsFrom: of.from,
			ratesFrom: ratesWithUnrecorded(line, never),
			lastDay: contract.endsOn,
			taken: line.taken ?? new Set(),
		},
		contract,
	);
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
	const from = withUnrecorded(line, earliest(context.changedOn, leftOn));
	const there = { ...context, contract, period: contractPeriod(contract, context.changedOn) };
	const others = unitsOfOtherSubscriptions(of.ledger, line, of.product);
	const target = (units: number) => summed([...others, stay.units, held(units)]);
	const otherUnits = settledOthers(context, line, of.ledger, target(line.otherUnits ?? 0), { contract, from });
	const service = context.facts.service(line.serviceId) ?? of.service;
	const { adjustments, missed } = leavingChanges(line, contract, stay, { ...of, service, from, otherUnits });
	const owed = { ...onLine(stay.link).owed, asides: [] };
	const billedRate = rateMeantOn(line, contract, from) ?? rateOfEmptyLine(line, service);
	const change: LineChange = {
		contractId: line.contractId,
		target: line.target,
		subscriptionId: of.product.subscriptionId,
		productId: of.product.productId,
		serviceId: line.serviceId,
		serviceName: service.name,
		invoiceDescription: invoiceText(context, wanted, service),
		isFirstLink: false,
		period: there.period,
		unitsBefore: stay.link?.units ?? [],
		unitsAfter: stay.units,
		otherUnits,
		leftOn,
		adjustments,
		...(missed[0] ? { missedFrom: missed[0].from } : {}),
		owed,
	};
	const estimate = estimateOf(there, adjustments, billedRate, billedRate);
	return {
		line,
		link: { ...of.product, line: line.target, units: stay.units, owed, leftOn },
		missed,
		change,
		lines: recurringLines(there, { change, service, billedRate, keepsRate: false }),
		...(estimate ? { estimate } : {}),
	};
}
