import fc from 'fast-check';
import { othersAskedIn, othersStep } from '../../../src/domain/answers/othersAsked';
import { attentionOf } from '../../../src/domain/attention';

describe('the question for units that are not this marketplace’s', () => {
	it('is read from the message as it was put', () => {
		const number = fc.nat({ max: 1_000_000 });
		const named = fc.oneof(fc.string(), fc.constant('Cloud others=7@9'));
		fc.assert(
			fc.property(number, number, named, (units, seenInForce, name) => {
				const asked = attentionOf('changed in Autotask', `${name}.`, othersStep({ units, seenInForce }));
				expect(othersAskedIn(asked)).toEqual({ units, seenInForce });
			}),
		);
	});

	it.each([
		{ rule: 'a cause of another kind', asks: attentionOf('approval', 'x.', othersStep({ units: 2, seenInForce: 12 })) },
		{ rule: 'a message without it', asks: { reason: 'changed in Autotask', message: 'Contract 12 was edited.' } },
	] as const)('is not asked by $rule', ({ asks }) => {
		expect(othersAskedIn(asks)).toBeUndefined();
	});
});
