import { isEqual, sortBy, uniq, uniqBy } from 'lodash';
import { tellingAnswers } from '../answers/ownAnswer';
import type { Attention } from '../attention';
import { type CalendarDate, earliest } from '../calendarDate';
import { newContractOf } from '../contractChoice/newContract';
import type { PlanningFacts } from '../contractChoice/planningFacts';
import { type Ledger, withNewContract } from '../line/ledger';
import { total } from '../money';
import { NotPlannable } from '../notPlannable';
import type { ForeignState } from '../plan/foreignState';
import type { ContractPlan } from '../plan/plan';
import type { SyncTask } from '../task/task';
import { contextOf, readParts } from '../wanted/contextOf';
import { byPeriod } from '../wanted/periodChange';
import { asFound, changedPlan, isChanged } from './changedPlan';
import { type PartPlan, planPart } from './planPart';

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

interface PlannedParts {
	readonly parts: readonly [PartPlan, ...PartPlan[]];
	readonly ledger: Ledger;
}

/** The day on which seats arrive that other parts let go. Source: rule Q11. */
function arrivalDay(parts: readonly PartPlan[], subject: string): CalendarDate | undefined {
	const days = uniq(parts.flatMap(({ context }) => context.movedOn ?? []));
	if (days.length > 1)
		throw new NotPlannable(
			'order not understood',
			`${subject} moves seats that leave their contracts on different days (${days.join(', ')}). Enter it in Autotask by hand and ignore the task.`,
		);
	return days[0];
}

function planParts(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlannedParts {
	let after = ledger;
	const planned: PartPlan[] = [];
	const parts = readParts(task, facts).flatMap((part) => byPeriod(part, facts, ledger));
	for (const part of parts) {
		const leaves = part.ordered.some((product) => product.moves?.direction === 'out');
		const arrives = !leaves && part.ordered.some((product) => product.moves);
		const arrivesOn = arrives ? arrivalDay(planned, part.subject) : undefined;
		const context = contextOf(part, facts, after, arrivesOn);
		const charges = planned.flatMap((other) => other.charges);
		const next = planPart(context, after, charges);
		planned.push(next.part);
		after = next.ledger;
	}
	const [first, ...others] = planned;
	if (!first) throw new RangeError(`task ${task.id} has no part`);
	arrivalDay(planned, first.context.subject);
	return { parts: [first, ...others], ledger: after };
}

/** A number that would answer several questions answers none of them: then the task is planned as if it had not been said. */
function planAnswered(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlannedParts {
	const planned = planParts(task, facts, ledger);
	const asked = planned.parts.flatMap(({ products }) => products.flatMap((product) => product.asked ?? []));
	const answers = tellingAnswers(task.answers, asked);
	return isEqual(answers, task.answers) ? planned : planParts({ ...task, answers }, facts, ledger);
}

/** One state of all parts; that of a single part as it is. */
function foreignOf(parts: PlannedParts['parts'], facts: PlanningFacts): ForeignState {
	const [{ foreign: first, context }, ...others] = parts;
	if (others.length === 0) return first;
	const all = parts.map(({ foreign }) => foreign);
	const contracts = parts.flatMap((part) => [
		{ contractId: part.context.contract.id, ...part.foreign.contract },
		...(part.foreign.further ?? []),
	]);
	const further = uniqBy(contracts, 'contractId').filter(({ contractId }) => contractId !== context.contract.id);
	return {
		...first,
		...(further.length > 0 ? { further: sortBy(further, 'contractId') } : {}),
		lines: uniqBy(
			all.flatMap((foreign) => foreign.lines),
			'contractServiceId',
		),
		mapping: facts.digest(all.map((foreign) => foreign.mapping)),
		order: facts.digest(all.map((foreign) => foreign.order)),
	};
}

export function plan(task: SyncTask, facts: PlanningFacts, ledger: Ledger): PlanOutcome {
	const { parts, ledger: after } = planAnswered(task, facts, ledger);
	const [{ context }, ...others] = parts;
	const { contract } = context;
	const products = parts.flatMap((part) => part.products);
	const newContract = newContractOf(contract);
	const days = others.map((part) => part.context.changedOn);
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
			currency: context.amounts.currency ?? facts.currencyOfCompany(contract.companyId) ?? '',
			effectiveOn: earliest(context.changedOn, ...days),
			plannedAt: facts.now,
			lines: parts.flatMap((part) => part.lines),
			totals: {
				once: total(parts.map((part) => part.once)),
				perPeriod: total(products.map((product) => product.perPeriod)),
			},
			changes: products.flatMap((product) => product.stays.map(({ change }) => change)),
			charges: parts.flatMap((part) => part.charges.map((charge) => charge.charge)),
			predecessors: uniq(parts.flatMap((part) => part.predecessors)),
			questions: products.flatMap((product) => product.question ?? []),
			approvalNeeded: uniq(parts.flatMap((part) => part.approvalNeeded)),
			foreign: foreignOf(parts, facts),
			settings: facts.settings,
			catalogueCosts: Object.assign({}, ...parts.map((part) => part.catalogueCosts)) as ContractPlan['catalogueCosts'],
		},
	};
}
