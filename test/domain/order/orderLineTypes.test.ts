import {
	isChargeType,
	isLoweringType,
	isPriceType,
	isRecurringType,
	isRefundType,
	lineMeaning,
} from '../../../src/domain/order/orderLineTypes';

const questions = {
	charge: isChargeType,
	refund: isRefundType,
	price: isPriceType,
	recurring: isRecurringType,
	lowering: isLoweringType,
} as const;

describe('types of order lines', () => {
	it.each([
		{ type: 'recurring', becomes: 'recurring', yes: ['charge', 'price', 'recurring'] },
		{ type: 'renew', becomes: 'recurring', yes: ['charge', 'price', 'recurring'] },
		{ type: 'recurringRefund', becomes: 'recurring', yes: ['refund', 'recurring', 'lowering'] },
		{ type: 'renewRefund', becomes: 'recurring', yes: ['refund', 'recurring', 'lowering'] },
		{ type: 'downgrade', becomes: 'recurring', yes: ['refund', 'recurring', 'lowering'] },
		{ type: 'discount', becomes: 'discount', yes: ['price', 'recurring', 'lowering'] },
		{ type: 'overuse', becomes: 'usage', yes: [] },
		{ type: 'billRecord', becomes: 'usage', yes: [] },
		{ type: 'setup', becomes: 'oneTime', yes: [] },
		{ type: 'setupRefund', becomes: 'credit', yes: ['lowering'] },
		{ type: 'payment', becomes: 'nothing', yes: [] },
		{ type: 'unknown', becomes: undefined, yes: [] },
		{ type: 'constructor', becomes: undefined, yes: [] },
	])('$type becomes $becomes', ({ type, becomes, yes }) => {
		const said = Object.entries(questions).flatMap(([name, holds]) => (holds(type) ? [name] : []));
		expect([lineMeaning(type)?.becomes, said]).toEqual([becomes, yes]);
	});
});
