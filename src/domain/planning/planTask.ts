import { isEqual, sortBy, uniq, uniqBy } from 'lodash';
import { tellingAnswers } from '../answers/ownAnswer';
import type { Attention } from '../attention';
import { type CalendarDate, earliest, localDay } from '../calendarDate';
import { newContractOf } from '../contractChoice/newContract';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import { keyed } from '../keyed';
import { type Ledger, withNewContract } from '../line/ledger';
import { total } from '../money';
import { NotPlannable } from '../notPlannable';
import type { ForeignState } from '../plan/foreignState';
import type { ContractPlan } from '../plan/plan';
import { lineBills } from '../plan/lineBills';
import { moneyOf } from '../plan/planMoney';
import type { SyncTask } from '../task/task';
import { contextOf, readPortions } from '../portion/contextOf';
import { byPeriod } from '../portion/periodChange';
import { approvalReasons } from './approvalReasons';
import { asFound, changedPlan, isChanged } from './changedPlan';
import { type PortionPlan, planPortion } from './planPortion';
import { refuseOverTheirs } from './theirPrices';

export type PlanOutcome =
	| { readonly kind: 'planned'; readonly plan: ContractPlan; readonly ledger: Ledger }
	| ({ readonly kind: 'attention' } & Attention);

/**
 * Plans one task on the state that Autotask and the plans before it leave.
 *
 * Pure: everything is read beforehand. The ledger that comes back is what the next task of the chain is planned on.
 * Source: rules T3, T6, T8, T9, C1 to C4, Q1 to Q11, A1 to A11.
 */
export function planTask(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	try {
		const outcome = plan(task, facts, ledger);
		if (outcome.kind === 'attention' || !isChanged(task)) return outcome;
		const found = planTask(asFound(task), facts, ledger);
		const before = found.kind === 'planned' ? found.plan : undefined;
		return { ...outcome, plan: changedPlan(task, outcome.plan, before, { facts, ledger }) };
	} catch (error) {
		if (error instanceof NotPlannable) return { kind: 'attention', ...error.attention };
		throw error;
	}
}

interface PlannedPortions {
	readonly portions: readonly [PortionPlan, ...PortionPlan[]];
	readonly ledger: Ledger;
}

/** The day on which seats arrive that other portions let go. Source: rule Q11. */
function arrivalDay(portions: readonly PortionPlan[], subject: string): CalendarDate | undefined {
	const days = uniq(portions.flatMap(({ context }) => context.movedOn ?? []));
	if (days.length > 1)
		throw new NotPlannable(
			'order not understood',
			`${subject} moves seats that leave their contracts on different days (${days.join(', ')}). Enter it in Autotask by hand and ignore the task.`,
		);
	return days[0];
}

function planPortions(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlannedPortions {
	let after = ledger;
	const planned: PortionPlan[] = [];
	const portions = readPortions(task, facts).flatMap((portion) => byPeriod(portion, facts, ledger));
	for (const portion of portions) {
		const leaves = portion.ordered.some((product) => product.moves?.direction === 'out');
		const arrives = !leaves && portion.ordered.some((product) => product.moves);
		const arrivesOn = arrives ? arrivalDay(planned, portion.subject) : undefined;
		const context = contextOf(portion, facts, after, arrivesOn);
		const charges = planned.flatMap((other) => other.charges);
		const next = planPortion(context, after, charges);
		planned.push(next.portion);
		after = next.ledger;
	}
	const [first, ...others] = planned;
	if (!first) throw new RangeError(`task ${task.id} has no part`);
	arrivalDay(planned, first.context.subject);
	return { portions: [first, ...others], ledger: after };
}

/** A number that would answer several questions answers none of them: then the task is planned as if it had not been said. */
function planAnswered(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlannedPortions {
	const planned = planPortions(task, facts, ledger);
	const asked = planned.portions.flatMap(({ products }) => products.flatMap((product) => product.asked ?? []));
	const answers = tellingAnswers(task.answers, asked);
	return isEqual(answers, task.answers) ? planned : planPortions({ ...task, answers }, facts, ledger);
}

/** One state of all portions; that of a single portion as it is. */
function foreignOf(portions: PlannedPortions['portions'], facts: PlanningFacts): ForeignState {
	const [{ foreign: first, context }, ...others] = portions;
	if (others.length === 0) return first;
	const all = portions.map(({ foreign }) => foreign);
	const contracts = portions.flatMap((portion) => [
		{ contractId: portion.context.contract.id, ...portion.foreign.contract },
		...(portion.foreign.further ?? []),
	]);
	const further = uniqBy(contracts, 'contractId').filter(({ contractId }) => contractId !== context.contract.id);
	return {
		...first,
		...(further.length > 0 ? { further: sortBy(further, 'contractId') } : {}),
		lines: uniqBy(
			all.flatMap((foreign) => foreign.lines),
			'contractServiceId',
		),
		targets: facts.digest(all.map((foreign) => foreign.targets)),
		meant: facts.digest(all.map((foreign) => foreign.meant)),
		mapping: facts.digest(all.map((foreign) => foreign.mapping)),
		order: facts.digest(all.map((foreign) => foreign.order)),
	};
}

export function plan(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	const { portions, ledger: after } = planAnswered(task, facts, ledger);
	const [{ context }, ...others] = portions;
	const { contract } = context;
	const products = portions.flatMap((portion) => portion.products);
	refuseOverTheirs(task, context.subject, products);
	const newContract = newContractOf(contract);
	const days = others.map((portion) => portion.context.changedOn);
	const charges = portions.flatMap((portion) => portion.charges.map((charge) => charge.charge));
	const moves = products.flatMap((product) => product.stays.map(({ move }) => move));
	const today = localDay(facts.now, facts.settings.timeZone);
	const money = moneyOf(moves, charges, today);
	const currency = context.amounts.currency ?? facts.currencyOfCompany(contract.companyId) ?? '';
	return {
		kind: 'planned',
		ledger: withNewContract(after, contract),
		plan: {
			taskId: task.id,
			fingerprint: '',
			contractId: contract.id,
			contractName: contract.name,
			...(newContract ? { newContract } : {}),
			companyId: contract.companyId,
			currency,
			effectiveOn: earliest(context.changedOn, ...days),
			plannedAt: facts.now,
			lines: portions.flatMap((portion) => portion.lines),
			totals: {
				once: total(portions.map((portion) => portion.once)),
				perPeriod: total(products.map((product) => product.perPeriod)),
			},
			...(money ? { money } : {}),
			bills: lineBills(moves, today),
			changes: products.flatMap((product) => product.stays.map(({ change }) => change)),
			charges,
			predecessors: uniq(portions.flatMap((portion) => portion.predecessors)),
			questions: products.flatMap((product) => product.question ?? []),
			approvalNeeded: approvalReasons(portions, { currency, ...(money ? { money } : {}) }),
			foreign: foreignOf(portions, facts),
			settings: facts.settings,
			catalogueCosts: keyed(portions.flatMap((portion) => Object.entries(portion.catalogueCosts))),
		},
	};
}
