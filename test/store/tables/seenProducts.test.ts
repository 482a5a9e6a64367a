import { decimal } from '../../../src/domain/money';
import type { OpenStore } from '../../../src/store/openStore';
import { engines } from '../engines';
import { at, customerId, customerMapping, here, productId, productMapping, subscription } from '../samples';

const money = (amount: string) => ({ currency: 'GBP', amount: decimal(amount) });

/** A subscription of one product, billed every so many months; no period is no `months`. */
function held(id: string, product: string, months = 1, more: { readonly price?: string; readonly cost?: string } = {}) {
	return subscription(id, {
		billingPeriod: { type: 'month', duration: months },
		products: [
			{
				productId: productId(product),
				name: `Product ${product}`,
				quantity: decimal('1'),
				...(more.price === undefined ? {} : { unitPrice: money(more.price) }),
				...(more.cost === undefined ? {} : { unitCost: money(more.cost) }),
			},
		],
	});
}

const all = { offset: 0, limit: 50 };

for (const { engine, openEmpty } of engines) {
	describe(`customers and products that were seen, on ${engine}`, () => {
		let store: OpenStore;
		beforeEach(async () => {
			store = await openEmpty();
		});
		afterEach(async () => await store.close());

		it('are counted with how many of them are mapped; a period that Autotask does not have needs no mapping', async () => {
			const names = ['1', '2', '3'].map((id) => ({ id: customerId(id), name: `Customer ${id}` }));
			await store.saveCustomers(here, names, at('08:00'));
			await store.saveCustomerMapping({ ...customerMapping, customerId: customerId('2') });
			await store.saveCustomerMapping({ ...customerMapping, customerId: customerId('9') });
			await store.saveSubscriptions(here, [held('a', '1'), held('b', '2'), held('c', '3', 5)], at('08:00'));
			await store.saveProductMapping({ ...productMapping, productId: productId('1'), periodType: 'monthly' });
			expect(await store.countMapped(here)).toEqual({
				customers: { mapped: 1, total: 3 },
				products: { mapped: 1, total: 2 },
			});
			const { rows, total } = await store.productPage(here, { ...all, onlyUnmapped: true });
			expect([rows.map((row) => row.productId), total]).toEqual([['2'], 1]);
		});

		it('show the last price and cost that a subscription showed', async () => {
			const priceOf = async () => {
				const [row] = (await store.productPage(here, all)).rows;
				return [row?.price?.amount, row?.cost?.amount];
			};
			await store.saveSubscriptions(here, [held('a', '1')], at('08:00'));
			expect(await priceOf()).toEqual([undefined, undefined]);
			await store.saveSubscriptions(here, [held('a', '1', 1, { price: '18.00', cost: '14.40' })], at('09:00'));
			await store.saveSubscriptions(here, [held('b', '1', 1, { price: '20.00' })], at('10:00'));
			expect(await priceOf()).toEqual(['20', '14.4']);
		});

		it('are mapped many at once, in place of what they were mapped to', async () => {
			const many = Array.from({ length: 900 }, (_, at) => String(at + 1));
			const customers = many.map((id) => ({ ...customerMapping, customerId: customerId(id) }));
			const products = many.map((id) => ({ ...productMapping, productId: productId(id) }));
			await store.saveCustomerMappings(customers);
			await store.saveProductMappings(products);
			const [customer, product] = [customers.at(-1), products.at(-1)];
			if (customer)
				await store.saveCustomerMappings([{ ...customer, companyName: 'Birch', processAutomatically: false }]);
			if (product) await store.saveProductMappings([{ ...product, serviceName: 'Other' }]);
			await store.saveCustomerMappings([]);
			expect(await store.customerMappings(here)).toHaveLength(900);
			expect(await store.customerMappings(here, [customerId('900')])).toMatchObject([
				{ companyName: 'Birch', processAutomatically: false },
			]);
			expect(await store.productMappings(here)).toHaveLength(900);
			expect(await store.productMappings(here, [productId('900')])).toMatchObject([{ serviceName: 'Other' }]);
		});
	});
}
