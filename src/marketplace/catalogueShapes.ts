import { z } from 'zod';
import type { ProductId } from '../domain/ids';
import type { CatalogueProduct, ServicePlan } from '../domain/order/order';
import { decimalShape, fittingFields, given, optional } from '../http/shape';
import { currency, idShape, text } from './fields';

/** What can be read of a service plan or product that cannot. */
export function knownOfNamed<Id extends string>(value: unknown): { readonly id?: Id; readonly name?: string } {
	const { id, name } = fittingFields({ id: idShape, name: text }, value);
	return { ...given('id', id as Id | undefined), ...given('name', name) };
}

export const servicePlanShape = z
	.object({ id: idShape, name: text })
	.transform((row): ServicePlan => ({ id: row.id, name: row.name ?? '' }));

export const catalogueProductShape = z
	.object({
		id: idShape,
		mpn: text,
		name: text,
		costs: optional(z.array(z.object({ type: text, currency, amount: decimalShape }))),
	})
	.transform((row): CatalogueProduct => ({
		id: row.id as ProductId,
		name: row.name ?? '',
		costs: (row.costs ?? []).map((one) => ({
			type: one.type ?? '',
			cost: { currency: one.currency, amount: one.amount },
		})),
		...given('mpn', row.mpn),
	}));
