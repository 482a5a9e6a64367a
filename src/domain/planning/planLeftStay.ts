import { type CalendarDate, earliest } from '../calendarDate';
import { contractPeriod } from '../contract/lineState';
import type { Service } from '../contract/service';
import { held, type Ledger, type LinkedProduct, withUnrecorded } from '../line/ledger';
import { rateMeantOn, rateOfEmptyLine } from '../line/rateMeantOn';
import type { Stay } from '../line/stays';
import { unitsOfOtherSubscriptions } from '../line/unitsOfOtherSubscriptions';
import { changesOfLine, heldOfLine, meantBeforeAndAfter, onLine, staysOfOthers } from '../placing/lineBooks';
import { settledOthers } from '../placing/ownUnits';
import type { LineChange } from '../plan/plan';
import { summed } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { estimateOf } from './estimate';
import { invoiceText } from './invoiceText';
import { recurringLines } from './planLines';
import type { StayPlan } from './productPlan';

/** A day that no price reaches: the line's own stays. */
const never = '9999-12-31' as CalendarDate;

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
	const before = onLine(stay.link);
	const { adjustments, missed } = changesOfLine(
		heldOfLine(line, contract, service),
		meantBeforeAndAfter(
			staysOfOthers(of.ledger, line, of.product),
			{ before, after: { ...before, units: stay.units } },
			otherUnits,
		),
		{ unitsFrom: from, ratesFrom: never, lastDay: contract.endsOn, taken: line.taken ?? new Set() },
		contract,
	);
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
		owed: { ...before.owed, asides: [] },
	};
	const estimate = estimateOf(there, adjustments, billedRate, billedRate);
	return {
		line,
		link: { ...of.product, line: line.target, units: stay.units, owed: { ...before.owed, asides: [] }, leftOn },
		missed,
		change,
		lines: recurringLines(there, { change, service, billedRate, keepsRate: false }),
		...(estimate ? { estimate } : {}),
	};
}
