import type { Service } from '../../../src/domain/contract/service';
import type { ProductId, ServiceId } from '../../../src/domain/ids';
import { serviceTraitsOf, suggestServices } from '../../../src/domain/mapping/suggestServices';

const product = { productId: 'PRD-1' as ProductId, name: 'Cloud Backup', mpn: 'M-1', periodType: 'monthly' } as const;

function service(name: string, more: Partial<Service> = {}): Service {
	return { id: 801 as ServiceId, name, periodType: 'monthly', isActive: true, unitPrice: '18', ...more } as Service;
}

describe('suggested services', () => {
	it.each([
		{ rule: 'the external id counts most', found: service('Other', { externalId: 'PRD-1' }), score: 100 },
		{ rule: 'then the part number', found: service('Other', { sku: 'M-1' }), score: 95 },
		{ rule: 'the same name counts up to 90', found: service('CLOUD BACKUP'), score: 90 },
	])('$rule', ({ found, score }) => {
		expect(suggestServices(product, [found])).toMatchObject([{ score }]);
	});

	it.each([
		{ rule: 'of another period', found: service('Cloud Backup', { periodType: 'yearly' }) },
		{ rule: 'that is inactive', found: service('Cloud Backup', { isActive: false }) },
		{ rule: 'of another name', found: service('Telephony') },
	])('are none $rule', ({ found }) => {
		expect(suggestServices(product, [found])).toEqual([]);
	});

	it.each([
		{ rule: 'with accents', name: 'Sauvegarde Système Île', found: 'Sauvegarde Systeme Ile' },
		{ rule: 'in Greek', name: 'Αντίγραφα Ασφαλείας', found: 'ΑΝΤΙΓΡΑΦΑ ΑΣΦΑΛΕΙΑΣ' },
		{ rule: 'in Cyrillic', name: 'Хмарна Копія', found: 'ХМАРНА КОПІЯ' },
	])('of a name $rule', ({ name, found }) => {
		expect(suggestServices({ ...product, name }, [service(found)])).toMatchObject([{ score: 90 }]);
	});

	it('ask Autotask for ids, part numbers and telling words, as written and without accents', () => {
		expect(serviceTraitsOf([{ ...product, name: 'Système Хмарна' }])).toEqual({
			externalIds: ['PRD-1'],
			skus: ['M-1'],
			words: ['Système', 'Хмарна', 'Systeme'],
		});
	});
});
