import { z } from 'zod';
import type { PeriodType } from '../domain/billingPeriod';
import type { Service } from '../domain/contract/service';
import type { ServiceId } from '../domain/ids';
import { decimalShape, given, optional } from '../http/shape';
import { id, name, optionalId, text, truth } from './fields';

export const serviceFields = [
	'id',
	'name',
	'periodType',
	'isActive',
	'unitPrice',
	'unitCost',
	'externalID',
	'sku',
	'invoiceDescription',
] as const;

export function serviceRow(periodTypes: ReadonlyMap<number, PeriodType>): z.ZodType<Service, z.ZodTypeDef, unknown> {
	return z
		.object({
			id,
			name,
			periodType: optionalId,
			isActive: truth,
			unitPrice: decimalShape,
			unitCost: optional(decimalShape),
			externalID: text,
			sku: text,
			invoiceDescription: text,
		})
		.transform((row): Service => ({
			id: row.id as ServiceId,
			name: row.name,
			isActive: row.isActive,
			unitPrice: row.unitPrice,
			...given('periodType', periodTypes.get(row.periodType ?? Number.NaN)),
			...given('unitCost', row.unitCost),
			...given('externalId', row.externalID),
			...given('sku', row.sku),
			...given('invoiceDescription', row.invoiceDescription),
		}));
}
