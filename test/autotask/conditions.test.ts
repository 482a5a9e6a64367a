import { asAsked, type Condition } from '../../src/autotask/conditions';

const numbers: Condition = { op: 'in', field: 'contractID', value: [20001, 20011] };
const texts: Condition = { op: 'in', field: 'companyNumber', value: ['C-1', 'CAFÉ'] };
const active: Condition = { op: 'eq', field: 'isActive', value: true };
const above: Condition = { op: 'gt', field: 'id', value: 100 };
const from: Condition = { op: 'gte', field: 'endDate', value: '2026-10-01' };

describe('a row that is answered to a query', () => {
	it.each([
		{ rule: 'one of the numbers', where: numbers, row: { contractID: 20011 }, isTaken: true },
		{ rule: 'another number', where: numbers, row: { contractID: 20021 }, isTaken: false },
		{ rule: 'a number as text', where: numbers, row: { contractID: '20001' }, isTaken: false },
		{ rule: 'one of the texts', where: texts, row: { companyNumber: 'C-1' }, isTaken: true },
		{ rule: 'blanks, case and accents aside', where: texts, row: { companyNumber: ' cafe ' }, isTaken: true },
		{ rule: 'another text', where: texts, row: { companyNumber: 'C-2' }, isTaken: false },
		{ rule: 'an active one', where: active, row: { isActive: true }, isTaken: true },
		{ rule: 'an active one, written as a number', where: active, row: { isActive: 1 }, isTaken: true },
		{ rule: 'an inactive one', where: active, row: { isActive: false }, isTaken: false },
		{ rule: 'an id above the newest', where: above, row: { id: 101 }, isTaken: true },
		{ rule: 'an id that is not above it', where: above, row: { id: 100 }, isTaken: false },
		{ rule: 'a field that is not there: its schema says whether it has to be', where: numbers, row: {}, isTaken: true },
		{ rule: 'a day: it says nothing of its time', where: from, row: { endDate: '2026-09-30' }, isTaken: true },
		{ rule: 'one of several conditions', where: { op: 'or', items: [numbers] }, row: { contractID: 1 }, isTaken: true },
	] as const)('is taken where it has what was asked for: $rule', ({ where, row, isTaken }) => {
		expect(asAsked([where]).safeParse(row).success).toBe(isTaken);
	});
});
