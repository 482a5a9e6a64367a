import { answerPlan } from '../../src/domain/answerPlan';
import { planOf } from './scenario';

const asked = planOf({
	lines: [{ units: 12 }],
	task: { kind: 'initial', on: '2026-10-16', subscription: { quantity: '10' } },
});
const settled = planOf({
	lines: [{ units: 12 }],
	task: { kind: 'initial', on: '2026-10-16', subscription: { quantity: '10' }, answers: { ownUnits: 10 } },
});

describe('answerPlan', () => {
	it.each([
		{ rule: 'an answer that the plan assumes is taken', plan: asked, answers: { ownUnits: 10 }, kind: 'approvable' },
		{ rule: 'a plan that asks nothing needs no answer', plan: settled, answers: {}, kind: 'approvable' },
		{ rule: 'an answer is never assumed', plan: asked, answers: {}, kind: 'refused' },
		{ rule: 'an answer that would change the plan is refused', plan: asked, answers: { ownUnits: 8 }, kind: 'refused' },
	])('$rule', ({ plan, answers, kind }) => {
		expect(answerPlan(plan, answers).kind).toBe(kind);
	});

	it('a refusal says what to write', () => {
		const refused = answerPlan(asked, {});
		expect(refused.kind === 'refused' && refused.why).toContain('own=10');
	});
});
