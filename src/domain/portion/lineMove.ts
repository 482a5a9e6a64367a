import { compact } from 'lodash';
import { type CalendarDate, latest } from '../calendarDate';
import type { FittingContract } from '../contract/fittingContract';
import { contractPeriod, isPosted } from '../contract/lineState';
import type { Service } from '../contract/service';
import type { LedgerLine, LedgerLink } from '../line/ledger';
import { takesOver } from './succession';
import type { ProductQuantity, Successor, TaskContext } from './taskContext';

/** The line that a product is on now, and the contract that it is in. */
export interface HomeLine {
	readonly line: LedgerLine;
	readonly link: LedgerLink;
	readonly contract: FittingContract;
}

/** That a product leaves its line, from when, and why a person has to confirm it. */
export interface LineMove {
	readonly on: CalendarDate;
	/** The contract that it goes to, where it is another than the task's. */
	readonly to?: FittingContract;
	readonly approvalNeeded?: string;
}

/** What is known of the task where it is asked whether a product leaves its line. */
export type MovingTask = Pick<TaskContext, 'contract' | 'successor' | 'changedOn' | 'fallsOn' | 'movesOn'> & {
	readonly task: Pick<TaskContext['task'], 'kind'>;
	readonly facts: Pick<TaskContext['facts'], 'service'>;
};

/** From when a move that no price asks for applies: from the period's start where it is not posted, else from its end. Source: rule A6. */
function movedFrom(context: MovingTask, { line, contract }: Omit<HomeLine, 'link'>): CalendarDate {
	const period = contractPeriod(contract, context.changedOn);
	const from = isPosted(line.state, period) ? period.nextStart : period.start;
	return latest(context.movesOn ?? from, context.contract.startsOn);
}

/** That a product goes on on the contract that takes over from its own. Source: rule C5. */
function succession(name: string, { contract }: Pick<HomeLine, 'contract'>, { contract: to, on }: Successor): LineMove {
	const ends = `contract ${contract.name} (${contract.id}) ends on ${contract.endsOn}`;
	return { on, to, approvalNeeded: `${ends}: ${name} goes on on ${to.name} (${to.id}) from ${on}` };
}

/** Whether the task is about days before the contract that took over: then the units are where they were, and stay. */
function hasNotBegun({ contract, changedOn }: MovingTask, home: Pick<HomeLine, 'contract'>): boolean {
	return home.contract.companyId === contract.companyId && changedOn < home.contract.startsOn;
}

/**
 * What has taken over from the contract that the product is on: from that of its subscription; or where this is on another one
 * already, that one. Source: rule C5.
 */
function takenOver(
	{ task, contract, successor, changedOn }: MovingTask,
	home: Pick<HomeLine, 'contract'>,
): Successor | undefined {
	if (successor?.takesNow) return successor;
	const { contract: own } = home;
	const isSame = own.companyId === contract.companyId && own.periodType === contract.periodType;
	const hasEnded = own.id !== contract.id && own.endsOn < changedOn && own.startsOn < contract.startsOn;
	return task.kind !== 'billing' && isSame && hasEnded ? takesOver(own, contract, true) : undefined;
}

/**
 * Whether a product has to leave its line because the subscription belongs to another contract or the product to another
 * service by now: a mapping was corrected, or a contract takes over.
 *
 * A cancellation ends the units where they are, or on the contract that has taken over by then, as do seats that move to
 * another product; a Billing order moves none.
 * Source: rules C1, C5 and A6.
 */
export function correctiveMove(
	context: MovingTask,
	{
		name,
		moved,
	}: Pick<ProductQuantity, 'name'> & { readonly moved?: Pick<NonNullable<ProductQuantity['moved']>, 'direction'> },
	home: Omit<HomeLine, 'link'>,
	service: Pick<Service, 'id' | 'name'>,
): LineMove | undefined {
	const { task, contract, facts } = context;
	const successor = takenOver(context, home);
	const isOver = task.kind === 'cancellation' && successor !== undefined && context.fallsOn <= successor.on;
	if (successor && !isOver && home.line.contractId !== successor.contract.id) return succession(name, home, successor);
	if (moved?.direction === 'out' || hasNotBegun(context, home)) return undefined;
	const isElsewhere = home.line.contractId !== contract.id;
	const isOther = home.line.serviceId !== service.id;
	if (task.kind === 'cancellation' || task.kind === 'billing' || (!isElsewhere && !isOther)) return undefined;
	const on = movedFrom(context, home);
	const was = facts.service(home.line.serviceId)?.name ?? 'service';
	const why = compact([
		isOther &&
			`product ${name} is mapped to ${service.name} (${service.id}), its units are on ${was} (${home.line.serviceId})`,
		isElsewhere &&
			`${name} is on contract ${home.contract.name} (${home.contract.id}), the subscription belongs to ${contract.name} (${contract.id})`,
	]).join(' and ');
	return { on, approvalNeeded: `${why}: the units move on ${on}, what was billed before stays` };
}
