import { prorate } from '../amounts/proration';
import { earliest } from '../calendarDate';
import { contractPeriod, type Rate } from '../contract/lineState';
import type { Service } from '../contract/service';
import { adjustmentsTo } from '../line/adjustments';
import {
	held,
	type Ledger,
	type LedgerLine,
	type LedgerLink,
	type LinkedProduct,
	unitsInForce,
	withUnrecorded,
} from '../line/ledger';
import type { LinePart } from '../line/lineParts';
import type { PlannedAdjustment } from '../line/plannedAdjustment';
import { rateMeantOn, rateOfEmptyLine } from '../line/rateMeantOn';
import { unitsOfOthers } from '../line/unitsOfOthers';
import { type Decimal, negate, total } from '../money';
import { settledOthers } from '../placing/ownUnits';
import type { LineChange } from '../plan/plan';
import type { PlanLine } from '../plan/planRow';
import { summed } from '../unitTimeline';
import { contractOfLine } from '../wanted/contractOfLine';
import { descriptionSet } from '../wanted/rowChanges';
import type { ProductQuantity, TaskContext } from '../wanted/taskContext';
import { recurringLines } from './planLines';

/** What a task does to one product on one line, and the link that it leaves. */
export interface LineShare {
	readonly line: LedgerLine;
	readonly link: LedgerLink;
	readonly change: LineChange;
}

/** A share as it is shown. */
export interface ShownShare extends LineShare {
	readonly lines: readonly PlanLine[];
	readonly estimate?: Decimal;
}

/** The text on the invoice of a new line; written once, without dates. Source: rule Q14. */
export function invoiceText(context: TaskContext, wanted: ProductQuantity, service: Service): string {
	const periods = { monthly: 'monthly', quarterly: 'quarterly', semiAnnual: 'semi-annual', yearly: 'yearly' };
	const texts = {
		productAndPeriod: `${wanted.name}, ${periods[context.periodType]}`,
		productName: wanted.name,
		autotask: service.invoiceDescription ?? service.name,
	};
	return descriptionSet(context, wanted) ?? texts[context.facts.settings.invoiceDescription];
}

/** What Autotask's proration adds to this period, for showing: units that come and go, and a new price of those that stay. Source: rules A8 and Q10. */
export function estimateOf(
	context: TaskContext,
	share: readonly PlannedAdjustment[],
	before: Rate,
	after: Rate,
): Decimal | undefined {
	const { period } = context;
	const inside = share.filter((write) => write.on > period.start && write.on < period.nextStart);
	const amounts = inside.map((write) =>
		write.price === undefined
			? prorate(write.unitDelta, after.price, write.on, period)
			: total([
					prorate(write.unitsAfter, write.price, write.on, period),
					negate(prorate(write.unitsBefore, before.price, write.on, period)),
				]),
	);
	return amounts.length === 0 ? undefined : total(amounts);
}

/**
 * What a task does to a line that the product leaves: its units there end, everybody else's stay.
 *
 * @throws NotPlannable where the line holds what we did not leave there. Source: rules Q10, Q13, C1.
 */
export function leavingShare(
	context: TaskContext,
	wanted: ProductQuantity,
	part: LinePart,
	of: { readonly product: LinkedProduct; readonly ledger: Ledger; readonly service: Service },
): ShownShare {
	const { line, leftOn = context.changedOn } = part;
	const contract = contractOfLine(context, line);
	const from = withUnrecorded(line, earliest(context.changedOn, leftOn));
	const there = { ...context, contract, period: contractPeriod(contract, context.changedOn) };
	const others = unitsOfOthers(of.ledger, line, of.product);
	const target = (units: number) => summed([...others, part.units, held(units)]);
	const otherUnits = settledOthers(context, line, of.ledger, target(line.otherUnits ?? 0), { contract, from });
	const share = adjustmentsTo(target(otherUnits), unitsInForce(line), { from, lastDay: contract.endsOn });
	const service = context.facts.service(line.serviceId) ?? of.service;
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
		unitsBefore: part.link?.units ?? [],
		unitsAfter: part.units,
		otherUnits,
		leftOn,
		share,
	};
	const estimate = estimateOf(there, share, billedRate, billedRate);
	return {
		line,
		link: { ...of.product, line: line.target, units: part.units, leftOn },
		change,
		lines: recurringLines(there, { change, service, billedRate, keepsRate: false }),
		...(estimate ? { estimate } : {}),
	};
}
