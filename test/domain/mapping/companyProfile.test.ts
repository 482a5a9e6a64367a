import type { Company } from '../../../src/domain/contract/company';
import type { CompanyId } from '../../../src/domain/ids';
import { carriedExternalId, externalIdOf } from '../../../src/domain/mapping/companyProfile';

const harbour: Company = { id: 1001 as CompanyId, name: 'Harbour Ltd', isActive: true };

describe('the external id of a company and of its customer', () => {
	it.each([
		{ rule: 'as both have it', companyNumber: 'C-1', externalId: 'C-1', expected: 'C-1' },
		{ rule: 'with blanks around the number', companyNumber: ' C-1 ', externalId: 'C-1', expected: 'C-1' },
		{
			rule: 'with blanks around what the customer carries',
			companyNumber: 'C-1',
			externalId: ' C-1 ',
			expected: 'C-1',
		},
		{ rule: 'with a blank inside', companyNumber: 'C 1', externalId: 'C 1 ', expected: 'C 1' },
		{ rule: 'none where both are blank', companyNumber: ' ', externalId: '  ', expected: undefined },
	])('are the same $rule', ({ companyNumber, externalId, expected }) => {
		expect([externalIdOf({ ...harbour, companyNumber }, 'companyNumber'), carriedExternalId({ externalId })]).toEqual([
			expected,
			expected,
		]);
	});

	it('are the id of the company where the option says so', () => {
		expect(externalIdOf({ ...harbour, companyNumber: 'C-1' }, 'id')).toBe('1001');
	});
});
