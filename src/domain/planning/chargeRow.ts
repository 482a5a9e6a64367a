import { chargeRow } from '../answers/rowAnswer';
import type { CalendarDate } from '../calendarDate';
import type { ChargeKind } from '../contract/charge';
import type { ContractId, ProductId } from '../ids';
import type { Decimal } from '../money';
import { NotPlannable } from '../notPlannable';
import type { PlannedCharge } from '../plan/plan';
import type { PlanLine } from '../plan/planRow';
import { withChargeSet } from '../portion/rowChanges';
import type { TaskContext } from '../portion/taskContext';

/** What charges of one task are told apart by, besides their number. */
export interface ChargeKeyed {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
}

/** A charge with the row that shows it. */
export interface PlannedChargeLine extends ChargeKeyed {
	readonly charge: PlannedCharge;
	readonly line: PlanLine;
	readonly needsApproval: boolean;
}

export interface ChargeFacts {
	readonly kind: ChargeKind;
	readonly productId?: ProductId;
	readonly name: string;
	readonly serviceName: string;
	readonly amount: Decimal;
	readonly cost?: Decimal;
	readonly detail: string;
	readonly endDate?: PlanLine['effectiveDate'];
	readonly needsApproval: boolean;
	/** The day it is dated on, where that is not the effective day. */
	readonly on?: CalendarDate;
	/** The contract of its line, where that is not the task's. */
	readonly contractId?: ContractId;
	/** Whether it makes up for how a change is written, so that it goes with it. */
	readonly isOfWrite?: true;
}

/** `nth`: which charge of that kind and product this is within the order. */
export function plannedCharge(context: TaskContext, charge: ChargeFacts, nth: number): PlannedChargeLine {
	const { task, facts, subject } = context;
	const on = charge.on ?? context.changedOn;
	const target = facts.chargeTarget(charge.kind, charge.productId);
	const money = { ...(charge.cost === undefined ? {} : { cost: charge.cost }) };
	const planned = withChargeSet(context, {
		contractId: charge.contractId ?? context.contract.id,
		key: facts.keys.charge(task, charge.kind, charge.productId, nth),
		kind: charge.kind,
		keyedBy: { ...(charge.productId === undefined ? {} : { productId: charge.productId }), nth },
		name: charge.name,
		description: `${subject}: ${charge.detail}`,
		on,
		amount: charge.amount,
		...money,
		...(target ? { target } : {}),
		...(charge.isOfWrite ? { isOfWrite: true as const } : {}),
		selected: charge.isOfWrite === true || !task.isOlderThanConnection || task.answers.oneTimeLines === true,
	});
	if (!target && planned.selected) {
		throw new NotPlannable(
			'charge not mapped',
			`${subject}: charges of kind ${charge.kind} are not mapped to a material billing code or product`,
			'; map the kind in Map Product.',
		);
	}
	return {
		kind: charge.kind,
		...(charge.productId === undefined ? {} : { productId: charge.productId }),
		needsApproval: charge.needsApproval,
		charge: planned,
		line: chargeLine(context, charge, planned),
	};
}

/** The row that shows a charge; the days that it is for stay, whatever day it is dated on. */
function chargeLine({ task }: TaskContext, facts: ChargeFacts, charge: PlannedCharge): PlanLine {
	const why = task.isOlderThanConnection
		? ' Older than the connection: not ticked, it may have been billed by hand.'
		: ' Not ticked: it is never written.';
	return {
		kind: charge.kind,
		row: chargeRow(charge),
		selected: charge.selected,
		effectiveDate: charge.on,
		endDate: facts.endDate ?? charge.on,
		serviceName: facts.serviceName,
		invoiceDescription: charge.name,
		currentQuantity: 0,
		quantityChange: 1,
		price: charge.amount,
		...(charge.cost === undefined ? {} : { cost: charge.cost }),
		detail: `${facts.detail}${charge.selected ? '' : why}`,
	};
}
