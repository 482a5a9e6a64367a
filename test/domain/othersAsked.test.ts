import fc from 'fast-check';
import { othersAskedIn, othersStep } from '../../src/domain/othersAsked';

describe('the question for units that are not this marketplace’s', () => {
	it('is read from the message as it was put', () => {
		const units = fc.nat({ max: 1_000_000 });
		fc.assert(
			fc.property(units, units, fc.string(), (known, inForce, what) => {
				const message = `${what.replaceAll('=', '')}.${othersStep({ known, inForce })}`;
				expect(othersAskedIn({ reason: 'changed in Autotask', message })).toEqual({ known, inForce });
			}),
		);
	});

	it.each([
		{ rule: 'a cause of another kind', reason: 'approval', message: `x.${othersStep({ known: 2, inForce: 12 })}` },
		{ rule: 'a message without it', reason: 'changed in Autotask', message: 'Contract 12 was edited.' },
	] as const)('is not asked by $rule', ({ reason, message }) => {
		expect(othersAskedIn({ reason, message })).toBeUndefined();
	});
});
