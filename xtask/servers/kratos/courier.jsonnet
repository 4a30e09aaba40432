function(ctx) { to: ctx.recipient, type: ctx.template_type, data: ctx.template_data }
