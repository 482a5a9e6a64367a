import type { Answers } from '../../../src/domain/answers/answers';
import { withOwnUnits } from '../../../src/domain/answers/ownAnswer';
import { answerPlan } from '../../../src/domain/planning/answerPlan';
import { planOf, type Scenario, writesOf } from './scenario';

const asked = planOf({
	lines: [{ units: 12 }],
	task: { kind: 'initial', on: '2026-10-16', subscription: { quantity: '10' } },
});
const settled = planOf({
	lines: [{ units: 12 }],
	task: { kind: 'initial', on: '2026-10-16', subscription: { quantity: '10' }, answers: { ownUnits: 10 } },
});

const initialOfTwo = (answers: Answers): Scenario => ({
	lines: [{ units: 12 }, { id: 901, service: 301, units: 5 }],
	task: {
		kind: 'initial',
		on: '2026-10-16',
		answers,
		subscription: {
			products: [
				{ id: 'p1', quantity: '10' },
				{ id: 'p2', quantity: '4' },
			],
		},
	},
	facts: { services: { p2: { id: 301, listPrice: '18.00' } } },
});
const two = planOf(initialOfTwo({}));

describe('answerPlan', () => {
	it.each([
		{ rule: 'an answer that the plan assumes is taken', plan: asked, answers: { ownUnits: 10 }, kind: 'approvable' },
		{ rule: 'a plan that asks nothing needs no answer', plan: settled, answers: {}, kind: 'approvable' },
		{ rule: 'an answer is never assumed', plan: asked, answers: {}, kind: 'refused' },
		{ rule: 'an answer that would change the plan is refused', plan: asked, answers: { ownUnits: 8 }, kind: 'refused' },
		{
			rule: 'each product has an answer of its own',
			plan: two,
			answers: { ownUnitsOf: { p1: 10, p2: 4 } },
			kind: 'approvable',
		},
		{
			rule: 'one number and a named one answer two questions',
			plan: two,
			answers: { ownUnits: 10, ownUnitsOf: { p2: 4 } },
			kind: 'approvable',
		},
		{ rule: 'one number does not answer two questions', plan: two, answers: { ownUnits: 4 }, kind: 'refused' },
		{
			rule: 'an answer for one product is none for the other',
			plan: two,
			answers: { ownUnitsOf: { p1: 10 } },
			kind: 'refused',
		},
		{
			rule: 'a subscription may be named with its product',
			plan: two,
			answers: { ownUnitsOf: { 's1/p1': 10, p2: 4 } },
			kind: 'approvable',
		},
	])('$rule', ({ plan, answers, kind }) => {
		expect(answerPlan(plan, answers).kind).toBe(kind);
	});

	it('a refusal says what to write', () => {
		const refused = answerPlan(asked, {});
		expect(refused.kind === 'refused' && refused.why).toContain('own=10');
	});

	it.each<{ rule: string; answers: Answers; says: string }>([
		{ rule: 'nothing was said', answers: {}, says: 'with own[p1]=10 own[p2]=4 as the plan assumes' },
		{
			rule: 'another number was said',
			answers: { ownUnitsOf: { p1: 8, p2: 4 } },
			says: 'made with own[p1]=10; retry the task with own[p1]=8',
		},
	])('a refusal of two questions can be pasted where $rule', ({ answers, says }) => {
		const refused = answerPlan(two, answers);
		expect(refused.kind === 'refused' && refused.why).toContain(says);
	});
});

describe('own units of several products', () => {
	it.each<{ rule: string; answers: Answers; writes: readonly string[]; questions: number }>([
		{
			rule: 'change what is written, each its own',
			answers: { ownUnitsOf: { p1: 7, p2: 5 } },
			writes: ['+3 @ 2026-10-01', '-1 @ 2026-11-01'],
			questions: 0,
		},
		{
			rule: 'are asked of both where one number was said',
			answers: { ownUnits: 7 },
			writes: [],
			questions: 2,
		},
		{
			rule: 'are asked of the other where one was named',
			answers: { ownUnitsOf: { p1: 7 } },
			writes: ['+3 @ 2026-10-01'],
			questions: 1,
		},
	])('$rule', ({ answers, writes, questions }) => {
		const plan = planOf(initialOfTwo(answers));
		expect(plan.questions).toHaveLength(questions);
		expect(writesOf(plan)).toEqual(writes);
	});

	it('what is said last counts', () => {
		const said = withOwnUnits({ ownUnitsOf: { p1: 7 }, oneTimeLines: true }, { ownUnits: 3 });
		expect(said).toEqual({ ownUnits: 3, oneTimeLines: true });
		expect(withOwnUnits(said, { ownUnitsOf: { p2: 1 } })).toEqual({ ownUnitsOf: { p2: 1 }, oneTimeLines: true });
	});
});
