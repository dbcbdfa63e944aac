"""What people say and ask (意见建议), held until somebody has looked at it, and answered."""
