import { attentionOf, attentionReasons } from '../../src/domain/attention';
import { needText, nextStep, refusalText, sentence } from '../../src/pages/nextStep';

describe('what a page says of a task that waits', () => {
	it.each([
		{
			rule: 'the next step of the page stands where the workflow has its own',
			attention: attentionOf('several contracts fit', 'A and B all fit.', ' Retry the task with contract=<id>.'),
			wizard: 'A and B all fit. Choose one of them in the step Contract, then press Use the chosen contract.',
			board: 'A and B all fit.',
		},
		{
			rule: 'a part of a sentence gets its full stop',
			attention: attentionOf('customer not mapped', 'Customer 1 is not mapped', '; map it in Map Customer.'),
			wizard: 'Customer 1 is not mapped. Choose its company in the step Customer, then press Map.',
			board: 'Customer 1 is not mapped.',
		},
		{
			rule: 'a message that holds everywhere stays whole',
			attention: { reason: 'contract ended', message: 'Cloud ends. Renew it, then retry.' },
			wizard: 'Cloud ends. Renew it, then retry. To retry, press Look again in the step Contract.',
			board: 'Cloud ends. Renew it, then retry.',
		},
	] as const)('$rule', ({ attention, wizard, board }) => {
		expect(needText(attention, 'wizard')).toBe(wizard);
		expect(needText(attention, 'board')).toBe(board);
	});

	it.each(attentionReasons)('the wizard knows a next step for %s', (reason) => {
		expect(nextStep(reason, 'wizard')).toMatch(/^[A-Z].+\.$/);
	});

	it("a refusal whose next step is a workflow's says to look again", () => {
		const refused = { reason: 'The plan has changed; approve a:b.', what: 'The plan has changed' };
		expect(refusalText(refused)).toBe('The plan has changed. Look at it again.');
		expect(refusalText({ reason: 'It is synced already.' })).toBe('It is synced already.');
	});

	it.each([
		['', ''],
		['Why?', 'Why?'],
		['It is so', 'It is so.'],
	])('%j ends as %j', (text, ended) => {
		expect(sentence(text)).toBe(ended);
	});
});
