import { z } from 'zod';
import type { ProductId } from '../domain/ids';
import type { CatalogueProduct, ServicePlan } from '../domain/order/order';
import { decimalShape, given } from '../http/shape';
import { idShape, text } from './fields';

export const servicePlanShape = z
	.object({ id: idShape, name: text })
	.transform((row): ServicePlan => ({ id: row.id, name: row.name ?? '' }));

export const catalogueProductShape = z
	.object({
		id: idShape,
		mpn: text,
		name: text,
		costs: z.array(z.object({ type: text, currency: z.string(), amount: decimalShape })).nullish(),
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
