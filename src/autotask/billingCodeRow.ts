import { z } from 'zod';
import { id, truth } from './fields';

export const billingCodeFields = ['id', 'name', 'isActive', 'useType'] as const;

export const billingCodeRow = z.object({ id, name: z.string(), isActive: truth, useType: id.nullish() });
